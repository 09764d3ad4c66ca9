package io.muster.keyspace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The cleaned, absolute path of a node: `/` for the root, else `/a/b` without empty, `.` or `..` segments and without
/// a trailing slash.
public record Key(String path) implements Comparable<Key> {
    public static final Key ROOT = new Key("/");

    /// Orders names by code point, which is the order of their UTF-8 bytes; `String.compareTo` puts surrogate pairs
    /// before U+E000.
    public static final Comparator<String> NAME_ORDER = Key::compareNames;

    public Key {
        if (!path.equals(clean(path))) {
            throw new IllegalArgumentException("not a clean key: '" + path + "'; use Key.of");
        }
    }

    /// The key that `path` names once cleaned; a missing leading slash is added, `..` never leaves the root.
    public static Key of(String path) {
        return new Key(clean(path));
    }

    public boolean isRoot() {
        return path.length() == 1;
    }

    /// Whether the last segment starts with an underscore; listings of the parent leave such a node out.
    public boolean isHidden() {
        return name().startsWith("_");
    }

    /// The last segment; empty for the root.
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// The directory that holds this key; the root is its own parent.
    public Key parent() {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? ROOT : new Key(path.substring(0, slash));
    }

    /// The key one segment (or several, joined by slashes) below this one.
    public Key child(String name) {
        return Key.of(isRoot() ? "/" + name : path + "/" + name);
    }

    /// The segments from the root downwards; empty for the root.
    public List<String> segments() {
        return isRoot() ? List.of() : List.of(path.substring(1).split("/", -1));
    }

    /// Whether this key is `ancestor` itself or lies below it.
    public boolean isAtOrBelow(Key ancestor) {
        return ancestor.isRoot()
                || path.equals(ancestor.path)
                || (path.startsWith(ancestor.path) && path.charAt(ancestor.path.length()) == '/');
    }

    @Override
    public int compareTo(Key other) {
        return path.compareTo(other.path);
    }

    @Override
    public String toString() {
        return path;
    }

    private static String clean(String path) {
        if (isClean(path)) {
            return path;
        }
        List<String> kept = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> {
                    if (!kept.isEmpty()) {
                        kept.removeLast();
                    }
                }
                default -> kept.add(segment);
            }
        }
        return "/" + String.join("/", kept);
    }

    // The common case must not allocate: every request makes a key.
    private static boolean isClean(String path) {
        int length = path.length();
        if (length == 0 || path.charAt(0) != '/') {
            return false;
        }
        if (length == 1) {
            return true;
        }
        int start = 1;
        for (int i = 1; i <= length; i++) {
            if (i == length || path.charAt(i) == '/') {
                int size = i - start;
                if (size == 0
                        || (size == 1 && path.charAt(start) == '.')
                        || (size == 2 && path.charAt(start) == '.' && path.charAt(start + 1) == '.')) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    private static int compareNames(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                boolean leftPair = Character.isSurrogate(left);
                return leftPair == Character.isSurrogate(right) ? Character.compare(left, right) : leftPair ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
