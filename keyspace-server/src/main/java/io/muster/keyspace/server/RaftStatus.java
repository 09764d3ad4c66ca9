package io.muster.keyspace.server;

/// A member's view of its Raft group at one moment.
///
/// @param term the Raft term, the `X-Raft-Term` of an answer
/// @param index the Raft index last applied here, the `X-Raft-Index` of an answer; never the store's index
/// @param leaderId the leader's id as far as this member knows; 0 when it knows of none
public record RaftStatus(Role role, long term, long index, long leaderId) {}
