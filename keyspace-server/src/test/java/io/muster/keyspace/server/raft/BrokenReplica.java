package io.muster.keyspace.server.raft;

import io.muster.keyspace.server.log.SnapshotContent;
import java.io.InputStream;

/// A replica that can do nothing but fail.
record BrokenReplica(RuntimeException broken) implements Replica {
    @Override
    public void apply(Operation.Pack pack, long raftIndex) {
        throw broken;
    }

    @Override
    public void groupChanged() {}

    @Override
    public SnapshotContent snapshot() {
        throw broken;
    }

    @Override
    public void restore(InputStream snapshot, long length) {
        throw broken;
    }
}
