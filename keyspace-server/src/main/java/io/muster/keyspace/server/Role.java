package io.muster.keyspace.server;

/// A member's part in its Raft group.
public enum Role {
    LEADER,
    FOLLOWER,
    CANDIDATE
}
