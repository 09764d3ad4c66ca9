package io.muster.keyspace.server.raft;

import io.microraft.RaftEndpoint;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.FollowerState;
import io.microraft.impl.state.LeaderState;
import io.microraft.report.RaftGroupMembers;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/// Changes the engine's group.
final class GroupChanges {
    /// How many entries a learner may lack when it begins to count: about what one request carries.
    private static final int LACKING_MAX = 128;

    private final RaftNodeImpl node;
    private final EngineClock clock;

    GroupChanges(RaftNodeImpl node, EngineClock clock) {
        this.node = node;
        this.clock = clock;
    }

    /// What is agreed on, as far as this member knows. May be called from any thread.
    Group group() {
        RaftGroupMembers committed = node.getCommittedMembers();
        return new Group(
                ids(committed.getMembers()),
                ids(committed.getVotingMembers()),
                committed.getLogIndex(),
                node.getEffectiveMembers().getLogIndex() != committed.getLogIndex());
    }

    /// Takes a step, if the engine is ready for it. For the engine's thread.
    void take(GroupStep step, long member, Runnable over) {
        Endpoint endpoint = new Endpoint(member);
        var _ = node.changeMembership(
                        endpoint, step.mode(), node.getCommittedMembers().getLogIndex())
                .whenComplete((_, _) -> over.run());
        if (step == GroupStep.ADD_LEARNER) {
            startFromTheBeginning(endpoint);
        }
    }

    // The engine would look for the place where its log and the newcomer's part one entry at a time, from the end.
    private void startFromTheBeginning(Endpoint newcomer) {
        LeaderState leading = node.state().leaderState();
        FollowerState learner = leading == null ? null : leading.getFollowerStateOrNull(newcomer);
        if (learner != null && learner.matchIndex() == 0) {
            learner.nextIndex(1);
        }
    }

    /// Whether a member has nearly all of the leader's log. For the engine's thread.
    boolean hasCaughtUp(long member) {
        LeaderState leading = node.state().leaderState();
        FollowerState follower = leading == null ? null : leading.getFollowerStateOrNull(new Endpoint(member));
        return follower != null
                && follower.matchIndex() > 0
                && follower.matchIndex() >= node.state().log().lastLogOrSnapshotIndex() - LACKING_MAX;
    }

    /// Whether a member has answered nothing for so long, since this one leads. For the engine's thread.
    boolean isSilent(long member, Duration time) {
        LeaderState leading = node.state().leaderState();
        FollowerState follower = leading == null ? null : leading.getFollowerStateOrNull(new Endpoint(member));
        return follower != null && clock.millis() - follower.responseTimestamp() > clock.engineMillis(time);
    }

    private static Set<Long> ids(Collection<RaftEndpoint> endpoints) {
        return endpoints.stream().map(Endpoint::idOf).collect(Collectors.toSet());
    }
}
