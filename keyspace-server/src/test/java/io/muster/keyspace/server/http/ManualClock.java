package io.muster.keyspace.server.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until it is moved, and never goes back.
final class ManualClock implements InstantSource {
    private Instant now = Instant.parse("2016-06-15T12:00:00.123456789Z");

    @Override
    public synchronized Instant instant() {
        return now;
    }

    synchronized void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("the harness moved the clock back by " + step);
        }
        now = now.plus(step);
    }
}
