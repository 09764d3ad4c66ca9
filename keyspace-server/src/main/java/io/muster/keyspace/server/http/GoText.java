package io.muster.keyspace.server.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/// Times and durations as Go prints them, which clients of the original parse.
final class GoText {
    private GoText() {}

    /// RFC 3339 in UTC with as many digits of a second as it takes.
    static String moment(Instant moment) {
        return moment.toString();
    }

    /// Such as `1h2m3.5s`; leading zero units are left out, and less than a second is told in a smaller unit.
    static String duration(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos < 1_000) {
            return nanos == 0 ? "0s" : nanos + "ns";
        }
        if (nanos < 1_000_000) {
            return scaled(nanos, 3) + "µs";
        }
        if (nanos < 1_000_000_000) {
            return scaled(nanos, 6) + "ms";
        }
        String seconds = scaled(nanos - duration.toMinutes() * 60_000_000_000L, 9) + "s";
        if (duration.toMinutes() == 0) {
            return seconds;
        }
        String minutes = duration.toMinutesPart() + "m" + seconds;
        return duration.toHours() == 0 ? minutes : duration.toHours() + "h" + minutes;
    }

    private static String scaled(long nanos, int digits) {
        BigDecimal scaled = BigDecimal.valueOf(nanos, digits).stripTrailingZeros();
        return scaled.toPlainString();
    }
}
