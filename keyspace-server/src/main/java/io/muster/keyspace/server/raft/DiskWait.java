package io.muster.keyspace.server.raft;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How long the engine's thread waits for the disk. Begun and ended by that thread, asked by any.
final class DiskWait {
    /// From when on a disk is slow enough to be told of.
    static final Duration SLOW = Duration.ofSeconds(1);

    // How long a slow disk is remembered after the wait is over.
    private static final long REMEMBERED_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger(DiskWait.class);

    private final EngineClock clock;
    private final long heldNanosMax;
    private volatile boolean waiting;
    private volatile long sinceNanos;
    private volatile long lastSlowNanos;
    private volatile long lastSlowEnd = System.nanoTime() - REMEMBERED_NANOS;

    /// @param clock stands still for as long as the disk keeps the thread from hearing the others: in that time they
    ///     cannot have been silent
    /// @param heldMax for how long at most it stands still
    DiskWait(EngineClock clock, Duration heldMax) {
        this.clock = clock;
        this.heldNanosMax = heldMax.toNanos();
    }

    void begin() {
        sinceNanos = System.nanoTime();
        waiting = true;
    }

    void end() {
        long now = System.nanoTime();
        long waited = now - sinceNanos;
        if (waited > clock.heartbeatNanos()) {
            clock.skip(Math.min(waited, heldNanosMax));
        }
        if (waited > SLOW.toNanos()) {
            lastSlowNanos = waited;
            lastSlowEnd = now;
            LOG.warn("the disk was slow: writing to the log took {} ms", waited / 1_000_000);
        }
        waiting = false;
    }

    /// How long it has been waiting now; zero when it does not wait.
    Duration current() {
        long since = sinceNanos;
        return waiting ? Duration.ofNanos(System.nanoTime() - since) : Duration.ZERO;
    }

    /// How long it waits now, or waited a moment ago, if that was too long; zero when all is well.
    Duration slow() {
        Duration now = current();
        if (now.compareTo(SLOW) > 0) {
            return now;
        }
        boolean recent = System.nanoTime() - lastSlowEnd < REMEMBERED_NANOS;
        return recent ? Duration.ofNanos(lastSlowNanos) : Duration.ZERO;
    }
}
