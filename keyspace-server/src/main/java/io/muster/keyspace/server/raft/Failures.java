package io.muster.keyspace.server.raft;

import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;

/// What clients are told when the group cannot serve them: the one place where a lost quorum becomes a refusal.
final class Failures {
    /// No outcome came in time. Whether a write was made is unknown.
    static final Failure TIMED_OUT = new Failure(ErrorCode.RAFT_INTERNAL, "etcdserver: request timed out", 0);

    /// More waits already than is good.
    static final Failure TOO_MANY_REQUESTS = new Failure(ErrorCode.RAFT_INTERNAL, "etcdserver: too many requests", 0);

    /// The member stops.
    static final Failure STOPPED = new Failure(ErrorCode.RAFT_INTERNAL, "etcdserver: server stopped", 0);

    private Failures() {}
}
