package io.muster.keyspace.server.raft;

import static io.muster.keyspace.server.raft.BenchNode.MODELS;
import static io.muster.keyspace.server.raft.BenchNode.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.microraft.MembershipChangeMode;
import io.microraft.impl.state.FollowerState;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.muster.keyspace.server.raft.Operation.NewTerm;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Member 1 leads, with 40 entries in its log, when member 4 is added.
class GroupChangesTest {
    private static final Endpoint NEWCOMER = new Endpoint(4);

    private final BenchNode bench = BenchNode.founded();
    private final GroupChanges changes = new GroupChanges(bench.node, new EngineClock(Duration.ofMillis(100)));

    /// Why there is more to adding a member than asking for it. If this fails, the engine has learned it.
    @Test
    void theEngineAloneLooksForANewcomersPlaceOneEntryAtATime() {
        lead();
        long since = bench.node.getCommittedMembers().getLogIndex();
        var _ = bench.node.changeMembership(NEWCOMER, MembershipChangeMode.ADD_LEARNER, since);
        bench.tasks.runAll();
        int requests = 0;
        AppendEntriesRequest request = lastTo(NEWCOMER);
        while (request.getPreviousLogIndex() > 0) {
            bench.receive(nothingThere(request));
            request = lastTo(NEWCOMER);
            requests++;
        }
        assertTrue(requests >= 40, requests + " requests");
    }

    @Test
    void aNewcomerGetsTheLogFromTheBeginning() {
        lead();
        take(GroupStep.ADD_LEARNER, NEWCOMER.id());
        assertEquals(1, followerOf(NEWCOMER).nextIndex());
        assertFalse(changes.hasCaughtUp(NEWCOMER.id()));
        acknowledgeAll();
        assertEquals(Set.of(1L, 2L, 3L, 4L), changes.group().members());
        assertEquals(Set.of(1L, 2L, 3L), changes.group().voters());
        assertFalse(changes.group().changing());
    }

    /// Of two changes at once, the second would be made of members that may never be.
    @Test
    void oneStepAtATime() {
        lead();
        take(GroupStep.ADD_LEARNER, NEWCOMER.id());
        take(GroupStep.REMOVE, 3);
        assertTrue(changes.group().changing());
        acknowledgeAll();
        assertEquals(Set.of(1L, 2L, 3L, 4L), changes.group().members());
        take(GroupStep.REMOVE, 3);
        acknowledgeAll();
        assertEquals(Set.of(1L, 2L, 4L), changes.group().members());
    }

    private void take(GroupStep step, long member) {
        bench.tasks.withoutQueueing(() -> changes.take(step, member, () -> {}));
        bench.tasks.runAll();
    }

    private void lead() {
        bench.elect(1);
        for (int i = 0; i < 40; i++) {
            var _ = bench.node.replicate(NewTerm.INSTANCE);
        }
        bench.tasks.runAll();
        acknowledgeAll();
    }

    private void acknowledgeAll() {
        long last = bench.node.state().log().lastLogOrSnapshotIndex();
        bench.receive(MODELS.createAppendEntriesSuccessResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(1)
                .setLastLogIndex(last)
                .build());
        AppendEntriesSuccessResponse third = MODELS.createAppendEntriesSuccessResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(BenchNode.THIRD)
                .setTerm(1)
                .setLastLogIndex(last)
                .build();
        bench.receive(third);
    }

    private AppendEntriesRequest lastTo(Endpoint target) {
        return bench.sentTo(target).stream()
                .filter(AppendEntriesRequest.class::isInstance)
                .map(AppendEntriesRequest.class::cast)
                .toList()
                .getLast();
    }

    private FollowerState followerOf(Endpoint member) {
        return bench.node.state().leaderState().getFollowerState(member);
    }

    private static AppendEntriesFailureResponse nothingThere(AppendEntriesRequest request) {
        return MODELS.createAppendEntriesFailureResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(NEWCOMER)
                .setTerm(request.getTerm())
                .setExpectedNextIndex(request.getPreviousLogIndex() + 1)
                .setQuerySequenceNumber(request.getQuerySequenceNumber())
                .setFlowControlSequenceNumber(request.getFlowControlSequenceNumber())
                .build();
    }
}
