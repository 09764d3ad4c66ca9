package io.muster.keyspace.store;

import java.time.Instant;
import java.time.InstantSource;

/// Time stamps for log entries: the time of a source, but never earlier than a stamp given before. May be used from
/// any thread.
public final class LogClock {
    private final InstantSource source;
    private Instant last = Instant.EPOCH;

    public LogClock(InstantSource source) {
        this.source = source;
    }

    public synchronized Instant stamp() {
        Instant now = source.instant();
        if (now.isAfter(last)) {
            last = now;
        }
        return last;
    }
}
