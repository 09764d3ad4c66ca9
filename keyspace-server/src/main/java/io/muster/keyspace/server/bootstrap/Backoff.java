package io.muster.keyspace.server.bootstrap;

import java.time.Duration;
import java.util.function.Consumer;

/// Ever longer pauses between tries: 2, 4, 8 ... 256 seconds, counted over a whole run, each announced before it
/// begins. There is no last try.
final class Backoff {
    private static final int LONGEST_EXPONENT = 8;

    private final Pauser pauser;
    private final Consumer<String> notice;
    private int tries;

    Backoff(Pauser pauser, Consumer<String> notice) {
        this.pauser = pauser;
        this.notice = notice;
    }

    /// @param step what did not succeed
    /// @param service where
    /// @param reason why
    void pause(String step, String service, String reason) throws InterruptedException {
        tries++;
        Duration delay = Duration.ofSeconds(1L << Math.min(tries, LONGEST_EXPONENT));
        notice.accept("discovery: " + step + ": error connecting to " + service + ", retrying in " + delay.toSeconds()
                + "s: " + reason);
        pauser.pause(delay);
    }
}
