package io.muster.keyspace.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnTakingTest {
    private static final int WAITING_MAX = 3;

    private final TurnTaking turns = new TurnTaking("test", 1, WAITING_MAX);
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        turns.close();
    }

    @Test
    void whoFloodsOneLaneDelaysAnotherByOneTurnOnly() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(5);
        turns.submit("first", () -> {
            begun.countDown();
            awaitAll(go);
        });
        begun.await();

        for (int i = 1; i <= WAITING_MAX; i++) {
            turns.submit("flood", note("flood " + i, all));
        }
        turns.submit("ann", note("ann", all));
        turns.submit("bob", note("bob", all));
        go.countDown();

        assertTrue(all.await(10, TimeUnit.SECONDS));
        assertEquals(List.of("flood 1", "ann", "bob", "flood 2", "flood 3"), done);
    }

    @Test
    void fullLaneRefusesAndOthersDoNot() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(WAITING_MAX + 1);
        turns.submit("first", () -> {
            begun.countDown();
            awaitAll(go);
        });
        begun.await();
        for (int i = 1; i <= WAITING_MAX; i++) {
            turns.submit("flood", note("flood", all));
        }

        assertThrows(RejectedExecutionException.class, () -> turns.submit("flood", note("too much", all)));
        turns.submit("ann", note("ann", all));
        go.countDown();

        assertTrue(all.await(10, TimeUnit.SECONDS));
        assertEquals(List.of("flood", "ann", "flood", "flood"), done);
    }

    private Runnable note(String word, CountDownLatch counted) {
        return () -> {
            done.add(word);
            counted.countDown();
        };
    }

    private static void awaitAll(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
