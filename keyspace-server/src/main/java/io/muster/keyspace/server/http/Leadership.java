package io.muster.keyspace.server.http;

import io.muster.keyspace.server.RaftStatus;
import java.time.Duration;
import java.time.Instant;

/// Remembers since when the present leader has been known. It learns from whoever tells it what they saw.
final class Leadership {
    /// One leader's time.
    ///
    /// @param leaderId 0 while there is none
    record Reign(long leaderId, Instant since) {
        Duration until(Instant now) {
            return Duration.between(since, now);
        }
    }

    private Reign present;

    Leadership(Instant now) {
        present = new Reign(0, now);
    }

    /// Takes note of a sight of the group, and tells the reign it belongs to.
    synchronized Reign seen(RaftStatus status, Instant now) {
        if (status.leaderId() != present.leaderId()) {
            present = new Reign(status.leaderId(), now);
        }
        return present;
    }
}
