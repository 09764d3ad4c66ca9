package io.muster.keyspace.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/// How those who have just come are served beside others.
class NewcomersTest {
    private final Queue<Runnable> passes = new ArrayDeque<>();
    private final List<Integer> served = new ArrayList<>();
    private long now;
    private final Newcomers newcomers = new Newcomers(passes::add, () -> now);

    @Test
    void aCrowdIsServedALotAtATime() {
        for (int i = 0; i < 10; i++) {
            come(i, Newcomers.LOT_NANOS / 4);
        }
        passes.remove().run();
        assertEquals(List.of(0, 1, 2, 3), served);
        passes.remove().run();
        passes.remove().run();
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), served);
        assertEquals(0, passes.size());
    }

    @Test
    void oneThatCostsMoreThanALotIsServedAlone() {
        come(0, 10 * Newcomers.LOT_NANOS);
        come(1, 10 * Newcomers.LOT_NANOS);
        passes.remove().run();
        assertEquals(List.of(0), served);
        passes.remove().run();
        assertEquals(List.of(0, 1), served);
    }

    @Test
    void aFaultOfOneIsNotTheOthers() {
        newcomers.add(() -> {
            throw new IllegalStateException("gone");
        });
        come(1, 0);
        assertThrows(IllegalStateException.class, passes.remove()::run);
        passes.remove().run();
        assertEquals(List.of(1), served);
    }

    @Test
    void whoComesWhenAllAreServedIsServed() {
        come(0, 0);
        passes.remove().run();
        come(1, 0);
        passes.remove().run();
        assertEquals(List.of(0, 1), served);
        assertEquals(0, passes.size());
    }

    private void come(int number, long costNanos) {
        newcomers.add(() -> {
            served.add(number);
            now += costNanos;
        });
    }
}
