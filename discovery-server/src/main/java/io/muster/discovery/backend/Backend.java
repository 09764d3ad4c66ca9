package io.muster.discovery.backend;

import io.muster.keyspace.Keyspace;
import io.muster.keyspace.server.RaftStatus;

/// The keyspace that keeps the tokens. Every method may be called from any thread.
public interface Backend extends AutoCloseable {
    Keyspace keyspace();

    /// What its answers call its cluster.
    long clusterId();

    /// What its answers say of its Raft group.
    RaftStatus status();

    /// Whether other servers use it, too, so that it may not have heard yet what another of them has confirmed.
    boolean isShared();

    /// Whether this server is the one to see to what only one needs to do. It does no harm when several are.
    boolean isCaretaker();

    /// Whether its methods may wait for others, so that they need a thread that may.
    boolean mayWait();

    /// What and where it is, for the log.
    String about();

    @Override
    void close();
}
