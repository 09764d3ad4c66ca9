package io.muster.keyspace;

/// A request for a node as it is now.
///
/// @param recursive show the whole subtree instead of the direct children
/// @param sorted order children by key, otherwise their order is unspecified
public record Read(Key key, boolean recursive, boolean sorted, Consistency consistency) {
    /// How fresh an answer must be.
    public enum Consistency {
        /// From this member's tree, without asking anyone; may lag behind the leader.
        LOCAL,
        /// Reflects every write acknowledged before the read began (`quorum=true`); costs a round to a majority,
        /// fails with [ErrorCode#RAFT_INTERNAL] when there is none.
        LINEARIZABLE
    }
}
