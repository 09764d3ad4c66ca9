package io.muster.keyspace.server.raft;

import io.microraft.RaftEndpoint;

/// A member as the engine knows it: by its id alone.
record Endpoint(long id) implements RaftEndpoint {
    @Override
    public Long getId() {
        return id;
    }

    static long idOf(RaftEndpoint endpoint) {
        return ((Endpoint) endpoint).id;
    }

    @Override
    public String toString() {
        return Long.toHexString(id);
    }
}
