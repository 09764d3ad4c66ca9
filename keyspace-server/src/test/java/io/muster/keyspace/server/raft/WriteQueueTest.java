package io.muster.keyspace.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.Command;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;
import io.muster.keyspace.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
    private static final Outcome DONE = new Failure(ErrorCode.KEY_EXISTS, "done", 1);

    private final Courier courier = new Courier();
    private final WriteQueue queue = queue(Duration.ofHours(1), Duration.ofHours(1));

    /// Notes what is sent.
    private static final class Courier implements WriteQueue.Courier {
        private final List<WaitingPack> sent = new ArrayList<>();
        private boolean leader = true;
        private Consumer<WaitingPack> onSend = _ -> {};

        @Override
        public boolean hasLeader() {
            return leader;
        }

        @Override
        public void send(WaitingPack pack) {
            sent.add(pack);
            onSend.accept(pack);
        }

        private List<Integer> sizes() {
            return sent.stream().map(pack -> pack.commands().size()).toList();
        }
    }

    @Test
    void aLoneCommandLeavesAtOnce() {
        CompletableFuture<Outcome> outcome = submit("1");
        assertEquals(List.of(1), courier.sizes());
        answer(0);
        assertEquals(DONE, outcome.join());
    }

    @Test
    void aCrowdSharesThePackThatWaits() {
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            outcomes.add(submit("" + i));
        }
        int alone = courier.sent.size();
        assertTrue(alone < 10);
        answer(0);
        assertEquals(100 - alone, courier.sizes().getLast());
        answer(alone);
        assertTrue(outcomes.getLast().isDone());
    }

    @Test
    void aFullPackDoesNotWait() {
        for (int i = 0; i < 10; i++) {
            submitOnly("" + i);
        }
        int before = courier.sent.size();
        submitOnly("x".repeat(70_000));
        assertEquals(before + 1, courier.sent.size());
    }

    @Test
    void whatWasRefusedIsSentAgainButNotAtOnce() {
        CompletableFuture<Outcome> outcome = submit("1");
        queue.refused(courier.sent.getFirst().number());
        submitOnly("2");
        assertEquals(1, courier.sent.size());
        queue.tick();
        assertEquals(courier.sent.get(0).number(), courier.sent.get(1).number());
        answer(1);
        assertEquals(DONE, outcome.join());
    }

    @Test
    void aLeaderThatCannotBeReachedIsTriedOnceATick() {
        courier.onSend = pack -> queue.refused(pack.number());
        submitOnly("1");
        submitOnly("2");
        assertEquals(1, courier.sent.size());
        queue.tick();
        assertEquals(2, courier.sent.size());
    }

    @Test
    void whatMayBeInTheLogIsNotSentAgainWhenTheLeaderChanges() {
        CompletableFuture<Outcome> outcome = submit("1");
        queue.leaderChanged();
        queue.tick();
        assertEquals(1, courier.sent.size());
        assertFalse(outcome.isDone());
        // it was in the log, and comes out of it
        answer(0);
        assertEquals(DONE, outcome.join());
    }

    @Test
    void packsOfALostLeaderDoNotHoldOthersUp() {
        for (int i = 0; i < 50; i++) {
            submitOnly("" + i);
        }
        int lost = courier.sent.size();
        courier.leader = false;
        queue.leaderChanged();
        assertEquals(lost, courier.sent.size());
        courier.leader = true;
        queue.leaderChanged();
        assertEquals(50 - lost, courier.sizes().getLast());
    }

    @Test
    void whoeverGetsNoOutcomeInTimeIsToldSo() {
        courier.leader = false;
        WriteQueue impatient = queue(Duration.ZERO, Duration.ofHours(1));
        CompletableFuture<Outcome> outcome = impatient.submit(set("1"));
        assertFalse(outcome.isDone());
        impatient.tick();
        assertEquals(new Failure(ErrorCode.RAFT_INTERNAL, "etcdserver: request timed out", 0), outcome.join());
    }

    @Test
    void moreThanIsGoodIsRefusedAtOnce() {
        courier.leader = false;
        String megabyte = "x".repeat(1 << 20);
        CompletableFuture<Outcome> last = submit(megabyte);
        for (int i = 0; i < 40 && !last.isDone(); i++) {
            last = submit(megabyte);
        }
        assertEquals(new Failure(ErrorCode.RAFT_INTERNAL, "etcdserver: too many requests", 0), last.join());
    }

    @Test
    void whoeverWaitsWhenTheMemberStopsIsToldSo() {
        CompletableFuture<Outcome> sent = submit("1");
        courier.leader = false;
        CompletableFuture<Outcome> waiting = submit("2");
        queue.close();
        Failure stopped = new Failure(ErrorCode.RAFT_INTERNAL, "etcdserver: server stopped", 0);
        assertEquals(
                List.of(stopped, stopped, stopped),
                List.of(sent.join(), waiting.join(), submit("3").join()));
    }

    private WriteQueue queue(Duration patience, Duration election) {
        return new WriteQueue(courier, patience.toNanos(), election.toNanos());
    }

    private CompletableFuture<Outcome> submit(String value) {
        return queue.submit(set(value));
    }

    private void submitOnly(String value) {
        var _ = submit(value);
    }

    private static Command set(String value) {
        return new Command.Set(Key.of("/a"), false, value, null, false);
    }

    private void answer(int pack) {
        WaitingPack sent = courier.sent.get(pack);
        queue.applied(sent.number(), sent.commands().stream().map(_ -> DONE).toList());
    }
}
