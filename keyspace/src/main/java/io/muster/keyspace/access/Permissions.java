package io.muster.keyspace.access;

import io.muster.keyspace.Key;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Patterns of the keys that may be read and written. A pattern is a key, or the beginning of keys if it ends in `*`.
/// They are compared with the path as the client spelt it, a slash at its end included.
///
/// @param read null when never spoken of, which answers show as `null` instead of `[]`
/// @param write as `read`
public record Permissions(
        @Nullable List<String> read, @Nullable List<String> write) {
    static final Permissions ALL = new Permissions(List.of("/*"), List.of("/*"));

    /// No word about any key.
    public static final Permissions NONE = new Permissions(null, null);

    public Permissions {
        read = read == null ? null : List.copyOf(read);
        write = write == null ? null : List.copyOf(write);
    }

    /// Whether no key matches.
    public boolean isEmpty() {
        return reading().isEmpty() && writing().isEmpty();
    }

    boolean allow(String path, boolean writes) {
        for (String pattern : writes ? writing() : reading()) {
            if (covers(pattern, path) || (!pattern.isEmpty() && pattern.equals(path))) {
                return true;
            }
        }
        return false;
    }

    /// Whether everything that begins with the path is allowed; only a pattern with a `*` can do so.
    boolean allowAllBelow(String path, boolean writes) {
        for (String pattern : writes ? writing() : reading()) {
            if (covers(pattern, path)) {
                return true;
            }
        }
        return false;
    }

    /// These and those granted, in order.
    ///
    /// @param onDuplicate told, as `read permission /a`, the first pattern that was there already
    Permissions with(Permissions granted, Consumer<String> onDuplicate) {
        return new Permissions(
                union("read", reading(), granted.reading(), onDuplicate),
                union("write", writing(), granted.writing(), onDuplicate));
    }

    /// These without those revoked, in order; patterns that are not there are passed over.
    Permissions without(Permissions revoked) {
        return new Permissions(difference(reading(), revoked.reading()), difference(writing(), revoked.writing()));
    }

    /// The patterns of keys that may be read; empty when never spoken of.
    public List<String> reading() {
        return read == null ? List.of() : read;
    }

    /// The patterns of keys that may be written; empty when never spoken of.
    public List<String> writing() {
        return write == null ? List.of() : write;
    }

    private static boolean covers(String pattern, String path) {
        return pattern.endsWith("*") && path.regionMatches(0, pattern, 0, pattern.length() - 1);
    }

    private static List<String> union(
            String what, List<String> held, List<String> granted, Consumer<String> onDuplicate) {
        TreeSet<String> all = sorted(held);
        for (String pattern : granted) {
            if (!all.add(pattern)) {
                onDuplicate.accept(what + " permission " + pattern);
            }
        }
        return List.copyOf(all);
    }

    private static List<String> difference(List<String> held, List<String> revoked) {
        TreeSet<String> rest = sorted(held);
        revoked.forEach(rest::remove);
        return List.copyOf(rest);
    }

    private static TreeSet<String> sorted(Collection<String> patterns) {
        TreeSet<String> sorted = new TreeSet<>(Key.NAME_ORDER);
        sorted.addAll(patterns);
        return sorted;
    }
}
