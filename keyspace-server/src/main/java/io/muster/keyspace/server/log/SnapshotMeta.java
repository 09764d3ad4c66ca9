package io.muster.keyspace.server.log;

import java.util.List;

/// What a snapshot stands for.
///
/// @param index the Raft index of the last entry in it
/// @param term the Raft term of that entry
/// @param group the members as of that entry
public record SnapshotMeta(long index, long term, Group group) {
    /// The members of a Raft group.
    ///
    /// @param sinceIndex the Raft index of the entry that made it so; 0 for the founding members
    /// @param members ids of all
    /// @param voters ids of those who vote
    public record Group(long sinceIndex, List<Long> members, List<Long> voters) {
        public Group {
            members = List.copyOf(members);
            voters = List.copyOf(voters);
        }
    }
}
