package io.muster.keyspace.store;

import io.muster.keyspace.Key;
import io.muster.keyspace.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns what is kept into what an answer shows.
final class Shown {
    /// The original measures in 64 bits of nanoseconds, which reach no further back.
    private static final Duration LONG_PAST = Duration.ofSeconds(-9_223_372_036L);

    private Shown() {}

    /// The node alone, as a write shows it: a directory without its children.
    static Node alone(Key key, Tree node, Instant now) {
        return node(key, node, List.of(), now);
    }

    /// The node as a read shows it: a directory with its children that are not hidden.
    static Node listed(Key key, Tree node, boolean recursive, Instant now) {
        return switch (node) {
            case Tree.File _ -> alone(key, node, now);
            case Tree.Directory directory -> {
                List<Node> children = new ArrayList<>(directory.children().size());
                for (var entry : directory.children().entrySet()) {
                    if (!entry.getKey().startsWith("_")) {
                        Key child = key.child(entry.getKey());
                        children.add(
                                recursive
                                        ? listed(child, entry.getValue(), true, now)
                                        : alone(child, entry.getValue(), now));
                    }
                }
                yield node(key, node, children, now);
            }
        };
    }

    /// What is left to say of a removed node.
    static Node removed(Key key, boolean dir, long index, long createdIndex) {
        return new Node(key, null, dir, null, 0, List.of(), index, createdIndex);
    }

    private static Node node(Key key, Tree node, List<Node> children, Instant now) {
        String value =
                switch (node) {
                    case Tree.File file -> file.value();
                    case Tree.Directory _ -> null;
                };
        Instant expiration = node.expiration();
        return new Node(
                key,
                value,
                value == null,
                expiration,
                ttlSeconds(expiration, now),
                children,
                node.modifiedIndex(),
                node.createdIndex());
    }

    /// Whole seconds left, rounded up; 0 when permanent.
    static long ttlSeconds(@Nullable Instant expiration, Instant now) {
        if (expiration == null) {
            return 0;
        }
        Duration left = Duration.between(now, expiration);
        if (left.compareTo(LONG_PAST) < 0) {
            return LONG_PAST.toSeconds();
        }
        return left.getSeconds() + (left.getNano() > 0 ? 1 : 0);
    }
}
