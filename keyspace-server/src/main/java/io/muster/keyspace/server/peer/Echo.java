package io.muster.keyspace.server.peer;

import java.time.Duration;

/// Judges by acknowledgements whether the other side of a link still hears what is sent to it.
///
/// TCP alone finds out too late: when a cable is cut, nobody says so, and after the cable is mended a connection waits
/// for as long again before it tries the next time. So the receiver answers bytes with [#ACKNOWLEDGEMENT], unless it
/// has done so within the last [#PAUSE]; hence whatever is sent later than that after an acknowledgement came must be
/// followed by another. One comes with the welcome, too; without it the other side is of a build that never
/// acknowledges, and is not judged. Times are of [System#nanoTime]. Not for use by several threads at once.
final class Echo {
    /// The answer to bytes that came in.
    static final byte ACKNOWLEDGEMENT = 6; // as in ASCII

    /// The receiver acknowledges no more often, so that it costs no throughput.
    static final Duration PAUSE = Duration.ofMillis(500);

    // Twice the pause: the two clocks need not run alike.
    private static final long SURELY_ANSWERED_NANOS = PAUSE.multipliedBy(2).toNanos();

    private final long patienceNanos;
    private boolean acknowledges;
    private boolean awaited;
    private long awaitedSince;
    private long heardAt;

    /// @param patience how long an acknowledgement may take
    Echo(Duration patience) {
        this.patienceNanos = patience.toNanos();
    }

    /// Bytes have been given to the connection.
    void sent(long now) {
        if (acknowledges && !awaited && now - heardAt >= SURELY_ANSWERED_NANOS) {
            awaited = true;
            awaitedSince = now;
        }
    }

    /// An acknowledgement has come.
    void heard(long now) {
        acknowledges = true;
        awaited = false;
        heardAt = now;
    }

    /// Whether an acknowledgement that must come has not come in time.
    boolean isMissing(long now) {
        return awaited && now - awaitedSince >= patienceNanos;
    }
}
