package io.muster.keyspace.membership;

/// What a change of the members came to.
public enum MemberVerdict {
    DONE,
    /// Another member has one of the peer URLs.
    PEER_URL_TAKEN,
    /// A member has that id already.
    ID_TAKEN,
    /// There never was such a member.
    UNKNOWN,
    /// There was such a member once.
    REMOVED,
    /// Refused by `--strict-reconfig-check`: fewer members than a quorum would be running.
    TOO_FEW_STARTED
}
