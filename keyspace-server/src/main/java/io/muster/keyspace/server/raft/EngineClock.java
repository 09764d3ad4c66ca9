package io.muster.keyspace.server.raft;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The engine's time, on which one second is one heartbeat interval.
///
/// MicroRaft counts heartbeats and their timeout in whole seconds, and etcd's are 100 ms. So the engine is given a
/// clock that runs faster, and all its delays are divided by the same factor: with a heartbeat interval of 100 ms an
/// engine second takes 100 ms. It counts from the member's start and does not follow the wall clock, which may be set
/// back. Time in which the member could not have heard the others may be left out, see [DiskWait].
final class EngineClock extends Clock {
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final long heartbeatNanos;
    private long start = System.nanoTime();

    EngineClock(Duration heartbeat) {
        this.heartbeatNanos = heartbeat.toNanos();
    }

    long heartbeatNanos() {
        return heartbeatNanos;
    }

    /// Leaves out time that has passed. For the engine's thread.
    void skip(long realNanos) {
        start += realNanos;
    }

    /// How long the engine's delay really takes.
    long realNanos(long engineNanos) {
        long seconds = engineNanos / NANOS_A_SECOND;
        long micros = engineNanos % NANOS_A_SECOND / 1000;
        return seconds * heartbeatNanos + micros * (heartbeatNanos / 1000) / 1000;
    }

    /// How many engine milliseconds a duration lasts, rounded up.
    long engineMillis(Duration real) {
        return Math.ceilDiv(real.toNanos() * 1000, heartbeatNanos);
    }

    /// How many engine seconds a duration lasts, rounded up.
    long engineSeconds(Duration real) {
        return Math.ceilDiv(real.toNanos(), heartbeatNanos);
    }

    // Begins far from zero: the engine takes the moment 0 for "never", and compares it with now.
    @Override
    public long millis() {
        long elapsed = System.nanoTime() - start;
        return 1_000_000_000L + elapsed / heartbeatNanos * 1000 + elapsed % heartbeatNanos * 1000 / heartbeatNanos;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
