package io.muster.keyspace.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogClockTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void aStampIsNeverEarlierThanTheOneBefore() {
        var readings = new ArrayDeque<>(List.of(NOON, NOON.minusSeconds(60), NOON.plusSeconds(1)));
        var clock = new LogClock(readings::pop);
        assertEquals(NOON, clock.stamp());
        assertEquals(NOON, clock.stamp());
        assertEquals(NOON.plusSeconds(1), clock.stamp());
    }
}
