package io.muster.keyspace.server.raft;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.membership.Members;
import io.muster.keyspace.server.Role;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/// Lets the engine's group become what the keyspace says of the members, one step at a time, on whichever member
/// leads: a leader that is lost in the middle leaves nothing half done, since the next one goes on from what it
/// finds.
///
/// A member that was added gets the log as a learner, once it is there; it counts when it has caught up and has told
/// its name, so that who never comes costs the group nothing, and whoever counts has been started. The next one waits
/// for that, unless the one before has gone away: of two that are on their way to count, the younger could be lost
/// just as it counts, and leave the first member with a quorum of itself and one that is lost.
///
/// One that was removed gets nothing more, and is told by the others when it calls
/// ([io.muster.keyspace.server.peer.Peers]): the engine never tells it. A leader that was removed hands over first, for
/// the engine's own way would stop it before the others know.
final class Reconfiguration {
    /// The engine takes no more at once.
    static final int LEARNERS_MAX = 2;

    private final long self;
    private final RaftEngine engine;
    private final Supplier<Members> told;
    private final Supplier<List<MemberInfo>> members;
    private final LongPredicate connected;
    private final Runnable lastOneGone;
    private boolean underWay;

    /// @param told what the keyspace says of the members
    /// @param members all there are to be, also those who said nothing yet
    /// @param connected whether a member is there
    /// @param lastOneGone told when this member was removed and no other is left
    Reconfiguration(
            long self,
            RaftEngine engine,
            Supplier<Members> told,
            Supplier<List<MemberInfo>> members,
            LongPredicate connected,
            Runnable lastOneGone) {
        this.self = self;
        this.engine = engine;
        this.told = told;
        this.members = members;
        this.connected = connected;
        this.lastOneGone = lastOneGone;
    }

    /// Takes the next step, if there is one; to be called often, on the engine's thread.
    void tick() {
        Group group = engine.group();
        if (underWay || group.changing() || engine.status().role() != Role.LEADER) {
            return;
        }
        Set<Long> removed = told.get().removed();
        List<MemberInfo> present = members.get();
        for (long id : group.members()) {
            if (id != self && removed.contains(id)) {
                take(GroupStep.REMOVE, id);
                return;
            }
        }
        for (MemberInfo member : present) {
            boolean learns =
                    group.members().contains(member.id()) && !group.voters().contains(member.id());
            if (learns && !member.name().isEmpty() && engine.hasCaughtUp(member.id())) {
                take(GroupStep.PROMOTE, member.id());
                return;
            }
        }
        if (isRoomForALearner(group)) {
            for (MemberInfo member : present) {
                if (!group.members().contains(member.id()) && connected.test(member.id())) {
                    take(GroupStep.ADD_LEARNER, member.id());
                    return;
                }
            }
        }
        if (removed.contains(self)) {
            leave(group, present);
        }
    }

    private boolean isRoomForALearner(Group group) {
        List<Long> learners = group.members().stream()
                .filter(member -> !group.voters().contains(member))
                .toList();
        return learners.size() < LEARNERS_MAX && learners.stream().noneMatch(connected::test);
    }

    private void leave(Group group, List<MemberInfo> present) {
        if (group.voters().size() > 1) {
            underWay = true;
            var _ = engine.handOver(member -> !told.get().removed().contains(member))
                    .whenComplete((_, _) -> engine.soon(() -> underWay = false));
        } else if (present.isEmpty()) {
            lastOneGone.run();
        }
    }

    private void take(GroupStep step, long id) {
        underWay = true;
        engine.change(step, id, () -> underWay = false);
    }
}
