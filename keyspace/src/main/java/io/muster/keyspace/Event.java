package io.muster.keyspace;

import org.jspecify.annotations.Nullable;

/// A change of the tree, or the answer of a read (action [Action#GET]).
///
/// @param prevNode the node before the change; null when there was none
/// @param index the store index when the event was made
public record Event(Action action, Node node, @Nullable Node prevNode, long index) implements Outcome {
    /// Whether a new node came to be, which HTTP answers with 201.
    public boolean created() {
        return action == Action.CREATE || (action == Action.SET && prevNode == null);
    }
}
