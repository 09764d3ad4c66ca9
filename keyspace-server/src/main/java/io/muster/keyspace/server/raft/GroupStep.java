package io.muster.keyspace.server.raft;

import io.microraft.MembershipChangeMode;

/// One step by which the engine's group changes. The numbers go to disk and never change their meaning.
enum GroupStep {
    /// A member begins to get the log, and does not count yet.
    ADD_LEARNER(0, MembershipChangeMode.ADD_LEARNER),
    /// A learner counts.
    PROMOTE(1, MembershipChangeMode.ADD_OR_PROMOTE_TO_FOLLOWER),
    /// A member does not count any more, and gets nothing.
    REMOVE(2, MembershipChangeMode.REMOVE_MEMBER);

    private final int number;
    private final MembershipChangeMode mode;

    GroupStep(int number, MembershipChangeMode mode) {
        this.number = number;
        this.mode = mode;
    }

    int number() {
        return number;
    }

    /// The engine's word for it.
    MembershipChangeMode mode() {
        return mode;
    }

    static GroupStep of(MembershipChangeMode mode) {
        return switch (mode) {
            case ADD_LEARNER -> ADD_LEARNER;
            case ADD_OR_PROMOTE_TO_FOLLOWER -> PROMOTE;
            case REMOVE_MEMBER -> REMOVE;
        };
    }

    /// @throws IllegalArgumentException when no step has that number
    static GroupStep of(int number) {
        for (GroupStep step : values()) {
            if (step.number == number) {
                return step;
            }
        }
        throw new IllegalArgumentException("a change of the group of unknown kind " + number);
    }
}
