package io.muster.keyspace;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node as an answer shows it: a file, a directory, or what is left to say of a removed one.
///
/// @param value the file's value, empty or not; null for a directory and for the `node` of a removal
/// @param dir whether the node is (or was) a directory
/// @param expiration when it expires, UTC; null when permanent
/// @param ttlSeconds the time left when this was made, rounded up to whole seconds; 0 is not shown, a late expiry
///     shows a negative number
/// @param nodes the children shown with it; empty when there are none or none were asked for
/// @param modifiedIndex store index of the last write; 0 for the root, not shown
/// @param createdIndex store index of the write that made it; 0 for the root, not shown
public record Node(
        Key key,
        @Nullable String value,
        boolean dir,
        @Nullable Instant expiration,
        long ttlSeconds,
        List<Node> nodes,
        long modifiedIndex,
        long createdIndex) {
    public Node {
        nodes = List.copyOf(nodes);
    }
}
