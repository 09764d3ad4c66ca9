package io.muster.keyspace.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineClockTest {
    @Test
    void anEngineSecondIsAHeartbeatInterval() {
        EngineClock clock = new EngineClock(Duration.ofMillis(100));
        assertEquals(TimeUnit.MILLISECONDS.toNanos(100), clock.realNanos(TimeUnit.SECONDS.toNanos(1)));
        assertEquals(TimeUnit.MILLISECONDS.toNanos(25), clock.realNanos(TimeUnit.MILLISECONDS.toNanos(250)));
        assertEquals(10, clock.engineSeconds(Duration.ofSeconds(1)));
        assertEquals(10_000, clock.engineMillis(Duration.ofSeconds(1)));
    }

    @Test
    void aTimeoutIsNeverShorterThanAskedFor() {
        EngineClock clock = new EngineClock(Duration.ofMillis(300));
        assertEquals(4, clock.engineSeconds(Duration.ofSeconds(1)));
        assertTrue(clock.realNanos(TimeUnit.SECONDS.toNanos(4)) >= TimeUnit.SECONDS.toNanos(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 100, 1000, 10_000})
    void delaysAndTheClockAgree(long heartbeatMillis) {
        EngineClock clock = new EngineClock(Duration.ofMillis(heartbeatMillis));
        long before = System.nanoTime();
        long first = clock.millis();
        while (clock.millis() < first + 20) {
            Thread.onSpinWait();
        }
        long took = System.nanoTime() - before;
        assertTrue(took >= clock.realNanos(TimeUnit.MILLISECONDS.toNanos(19)), () -> took + " ns");
    }
}
