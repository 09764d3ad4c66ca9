package io.muster.etcdctl;

import io.muster.keyspace.Key;
import io.muster.keyspace.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// A part of the keyspace as `export` writes it and `import` reads it, apart from the syntax: a directory is a mapping
/// from names to what is in it, a key with a value is that text.
///
/// What expires is a mapping with `/ttl`, the seconds left, and if it is no directory `/value`; no key can be named
/// so.
sealed interface Subtree {
    String TTL = "/ttl";
    String VALUE = "/value";

    /// Seconds until it expires; 0 for never.
    long ttl();

    /// A key with a value.
    record Leaf(String value, long ttl) implements Subtree {}

    /// A directory.
    record Branch(Map<String, Subtree> children, long ttl) implements Subtree {}

    /// What a recursive answer shows.
    static Subtree of(Node node) {
        // on its last second 0 is left, and would mean never
        long ttl = node.expiration() == null ? 0 : Math.max(1, node.ttlSeconds());
        if (!node.dir()) {
            return new Leaf(Output.value(node), ttl);
        }
        Map<String, Subtree> children = new TreeMap<>(Key.NAME_ORDER);
        node.nodes().forEach(child -> children.put(child.key().name(), of(child)));
        return new Branch(children, ttl);
    }

    /// What a document says.
    ///
    /// @param said texts and mappings
    /// @throws IllegalArgumentException naming the key and what is wrong with it
    static Subtree of(Object said, Key at) {
        if (said instanceof String text) {
            return new Leaf(text, 0);
        }
        Map<?, ?> mapping = (Map<?, ?>) said;
        long ttl = mapping.containsKey(TTL) ? seconds(mapping.get(TTL), at) : 0;
        if (mapping.get(VALUE) instanceof String value) {
            if (mapping.size() > (mapping.containsKey(TTL) ? 2 : 1)) {
                throw new IllegalArgumentException(at + ": has a value, so it can hold no other keys");
            }
            return new Leaf(value, ttl);
        }
        Map<String, Subtree> children = new TreeMap<>(Key.NAME_ORDER);
        mapping.forEach((name, child) -> {
            String segment = String.valueOf(name);
            if (segment.equals(TTL)) {
                return;
            }
            if (segment.isEmpty() || segment.indexOf('/') >= 0 || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException(at + ": '" + segment + "' cannot be the name of a key");
            }
            children.put(segment, of(child, at.child(segment)));
        });
        return new Branch(children, ttl);
    }

    /// The document that says this.
    default Object said() {
        return switch (this) {
            case Leaf leaf when leaf.ttl() == 0 -> leaf.value();
            case Leaf leaf -> {
                Map<String, Object> mapping = new LinkedHashMap<>();
                mapping.put(VALUE, leaf.value());
                mapping.put(TTL, leaf.ttl());
                yield mapping;
            }
            case Branch branch -> {
                Map<String, Object> mapping = new LinkedHashMap<>();
                if (branch.ttl() != 0) {
                    mapping.put(TTL, branch.ttl());
                }
                branch.children().forEach((name, child) -> mapping.put(name, child.said()));
                yield mapping;
            }
        };
    }

    private static long seconds(Object said, Key at) {
        try {
            long seconds = Long.parseLong(String.valueOf(said));
            if (seconds > 0) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // reported below, as any other that is no time to live
        }
        throw new IllegalArgumentException(at + ": '" + said + "' is no " + TTL + "; give whole seconds, at least 1");
    }
}
