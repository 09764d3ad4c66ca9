package io.muster.keyspace.server.raft;

import java.util.function.Supplier;

/// The state that the log's entries move, as the engine sees it. Called on the engine's thread only; whatever one of
/// these throws stops the member, since it could only go on wrongly.
interface Replica {
    /// Applies a pack that is agreed on.
    ///
    /// @param raftIndex the entry that holds it
    void apply(Operation.Pack pack, long raftIndex);

    /// The leader, the term or this member's part in it may have changed, or the leader has become able to serve.
    void groupChanged();

    /// The state as it is now. The supplier gives its bytes, on any thread and at any later time.
    Supplier<byte[]> snapshot();

    /// Becomes the state that a snapshot's bytes tell.
    void restore(byte[] snapshot);
}
