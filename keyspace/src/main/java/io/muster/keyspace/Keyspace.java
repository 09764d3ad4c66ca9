package io.muster.keyspace;

import java.util.concurrent.CompletableFuture;

/// The door to a keyspace, wherever it is kept. Every method may be called from any thread and none blocks.
///
/// Futures complete normally with an [Outcome]; a lost quorum or an unknown outcome is a [Failure] with
/// [ErrorCode#RAFT_INTERNAL]. They complete on the thread that applies entries: continuations must be short.
public interface Keyspace {
    /// Asks for a change; the future completes once it is durable on a majority and applied here.
    CompletableFuture<Outcome> submit(Command command);

    /// Reads a node.
    CompletableFuture<Outcome> get(Read read);

    /// Begins a watch. The listener may be called before this returns.
    Watch watch(Follow follow, Watch.Listener listener);

    /// The index of the last change applied here.
    long index();
}
