package io.muster.keyspace.server.raft;

import java.util.Set;

/// The engine's group, as one member knows it.
///
/// @param members ids of all
/// @param voters ids of those who count
/// @param sinceIndex the Raft index of the entry that made it so; 0 for the founders
/// @param changing whether a change is under way that is not agreed on yet
record Group(Set<Long> members, Set<Long> voters, long sinceIndex, boolean changing) {
    Group {
        members = Set.copyOf(members);
        voters = Set.copyOf(voters);
    }

    boolean hasLearners() {
        return members.size() > voters.size();
    }
}
