package io.muster.agent.datasource;

import java.time.Duration;

/// How long to go on asking.
///
/// @param tries how often in all
/// @param first the pause after the first try, doubled after each
/// @param longest no pause is longer
/// @param timeout for the answer to one request
public record Retries(int tries, Duration first, Duration longest, Duration timeout) {
    /// Those of coreos-cloudinit's HTTP client.
    public static final Retries ORIGINAL =
            new Retries(15, Duration.ofMillis(50), Duration.ofSeconds(5), Duration.ofSeconds(10));

    Duration after(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(longest) > 0 ? longest : twice;
    }
}
