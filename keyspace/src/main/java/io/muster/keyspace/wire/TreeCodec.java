package io.muster.keyspace.wire;

import io.muster.keyspace.Key;
import io.muster.keyspace.store.Tree;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/// A tree's bytes: each node before its children, children in order, an end mark after the last one.
///
/// Works on a stack of its own, since a tree may be deeper than the thread's.
final class TreeCodec {
    private static final int END = 0;
    private static final int FILE = 1;
    private static final int DIRECTORY = 2;

    private TreeCodec() {}

    static void write(ByteWriter out, Tree.Directory root) {
        Deque<Iterator<Map.Entry<String, Tree>>> open = new ArrayDeque<>();
        writeTimes(out, root);
        open.push(root.children().entrySet().iterator());
        while (!open.isEmpty()) {
            if (!open.element().hasNext()) {
                out.octet(END);
                open.pop();
                continue;
            }
            var entry = open.element().next();
            switch (entry.getValue()) {
                case Tree.File file -> {
                    writeTimes(out.octet(FILE).string(entry.getKey()), file);
                    out.string(file.value());
                }
                case Tree.Directory directory -> {
                    writeTimes(out.octet(DIRECTORY).string(entry.getKey()), directory);
                    open.push(directory.children().entrySet().iterator());
                }
            }
        }
    }

    static Tree.Directory read(ByteReader in) {
        Deque<Opened> open = new ArrayDeque<>();
        open.push(Opened.read(in, ""));
        if (open.element().expiration != null) {
            throw in.malformed("has a root that expires");
        }
        while (true) {
            int kind = in.octet();
            switch (kind) {
                case FILE -> {
                    String name = name(in);
                    Opened times = Opened.read(in, name);
                    open.element().children.put(name, times.file(in.string()));
                }
                case DIRECTORY -> open.push(Opened.read(in, name(in)));
                case END -> {
                    Opened done = open.pop();
                    if (open.isEmpty()) {
                        return done.directory();
                    }
                    open.element().children.put(done.name, done.directory());
                }
                default -> throw in.malformed("has a node of unknown kind " + kind);
            }
        }
    }

    private static String name(ByteReader in) {
        String name = in.string();
        if (name.isEmpty() || name.indexOf('/') >= 0 || !Key.of(name).path().equals("/" + name)) {
            throw in.malformed("has a node whose name is none");
        }
        return name;
    }

    private static void writeTimes(ByteWriter out, Tree node) {
        out.optionalInstant(node.expiration()).number(node.modifiedIndex()).number(node.createdIndex());
    }

    /// A node whose content is still to be read.
    private record Opened(
            String name,
            @Nullable Instant expiration,
            long modifiedIndex,
            long createdIndex,
            SortedMap<String, Tree> children) {
        static Opened read(ByteReader in, String name) {
            return new Opened(name, in.optionalInstant(), in.number(), in.number(), new TreeMap<>(Key.NAME_ORDER));
        }

        Tree.File file(String value) {
            return new Tree.File(value, expiration, modifiedIndex, createdIndex);
        }

        Tree.Directory directory() {
            return new Tree.Directory(TreePMap.fromSortedMap(children), expiration, modifiedIndex, createdIndex);
        }
    }
}
