package io.muster.keyspace.server.raft;

import io.muster.keyspace.server.log.SnapshotContent;
import java.io.IOException;
import java.io.InputStream;

/// The state that the log's entries move, as the engine sees it. Called on the engine's thread only; whatever one of
/// these throws stops the member, since it could only go on wrongly.
interface Replica {
    /// Applies a pack that is agreed on.
    ///
    /// @param raftIndex the entry that holds it
    void apply(Operation.Pack pack, long raftIndex);

    /// The leader, the term or this member's part in it may have changed, or the leader has become able to serve.
    void groupChanged();

    /// The state as it is now. It gives its bytes on any thread and at any later time.
    SnapshotContent snapshot();

    /// Becomes the state that a snapshot's bytes tell.
    ///
    /// @param length how many there are
    void restore(InputStream snapshot, long length) throws IOException;
}
