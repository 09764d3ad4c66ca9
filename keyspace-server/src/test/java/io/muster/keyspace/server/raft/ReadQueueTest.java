package io.muster.keyspace.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReadQueueTest {
    private final Courier courier = new Courier();
    private final ReadQueue queue = queue(Duration.ofHours(1));

    /// Notes what is asked.
    private static final class Courier implements ReadQueue.Courier {
        private final List<Long> asked = new ArrayList<>();
        private boolean leader = true;

        @Override
        public boolean hasLeader() {
            return leader;
        }

        @Override
        public void ask(long number) {
            asked.add(number);
        }
    }

    @Test
    void aReadIsAnsweredOnceTheIndexIsAppliedHere() {
        CompletableFuture<Outcome> read = submit("/a");
        queue.applied(5);
        queue.indexIs(courier.asked.getFirst(), 7);
        queue.applied(6);
        assertFalse(read.isDone());
        queue.applied(7);
        assertEquals(answerTo("/a"), read.join());
    }

    @Test
    void thoseThatComeLaterShareTheNextQuestion() {
        CompletableFuture<Outcome> first = submit("/a");
        CompletableFuture<Outcome> second = submit("/b");
        CompletableFuture<Outcome> third = submit("/c");
        assertEquals(1, courier.asked.size());
        queue.indexIs(courier.asked.getFirst(), 0);
        assertTrue(first.isDone());
        assertFalse(second.isDone());
        assertEquals(2, courier.asked.size());
        queue.indexIs(courier.asked.getLast(), 0);
        assertEquals(List.of(answerTo("/b"), answerTo("/c")), List.of(second.join(), third.join()));
    }

    @Test
    void anAnswerToAnEarlierQuestionCountsForNothing() {
        CompletableFuture<Outcome> read = submit("/a");
        queue.leaderChanged();
        assertEquals(2, courier.asked.size());
        queue.indexIs(courier.asked.getFirst(), 0);
        assertFalse(read.isDone());
        queue.indexIs(courier.asked.getLast(), 0);
        assertTrue(read.isDone());
    }

    @Test
    void aRefusedQuestionIsAskedAgainButNotAtOnce() {
        CompletableFuture<Outcome> read = submit("/a");
        queue.refused(courier.asked.getFirst());
        assertEquals(1, courier.asked.size());
        queue.tick();
        assertEquals(2, courier.asked.size());
        assertFalse(read.isDone());
    }

    @Test
    void withoutALeaderReadsWaitForOne() {
        courier.leader = false;
        CompletableFuture<Outcome> read = submit("/a");
        assertEquals(List.of(), courier.asked);
        courier.leader = true;
        queue.leaderChanged();
        queue.indexIs(courier.asked.getFirst(), 0);
        assertTrue(read.isDone());
    }

    @Test
    void whoeverGetsNoAnswerInTimeIsToldSo() {
        ReadQueue impatient = queue(Duration.ZERO);
        CompletableFuture<Outcome> read = impatient.submit(read("/a"));
        impatient.tick();
        assertEquals(new Failure(ErrorCode.RAFT_INTERNAL, "etcdserver: request timed out", 0), read.join());
    }

    private ReadQueue queue(Duration patience) {
        return new ReadQueue(
                courier,
                read -> answerTo(read.key().path()),
                patience.toNanos(),
                Duration.ofHours(1).toNanos());
    }

    private CompletableFuture<Outcome> submit(String key) {
        return queue.submit(read(key));
    }

    private static Read read(String key) {
        return new Read(Key.of(key), false, false, Read.Consistency.LINEARIZABLE);
    }

    private static Outcome answerTo(String key) {
        return new Failure(ErrorCode.KEY_NOT_FOUND, key, 1);
    }
}
