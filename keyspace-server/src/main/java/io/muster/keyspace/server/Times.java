package io.muster.keyspace.server;

import java.time.Duration;
import java.util.function.Consumer;

/// How often a leader shows that it lives, and how long it may be silent before another is elected.
record Times(Duration heartbeat, Duration election) {
    private static final Duration ELECTION_MAX = Duration.ofSeconds(50);
    private static final int HEARTBEATS_PER_ELECTION_MIN = 5;

    /// @param faults told of times that cannot be kept, in the original's words, which people look for
    static Times of(FlagValues values, Consumer<String> faults) {
        boolean first = values.dialect() == Dialect.V0_4;
        Duration heartbeat = millis(values, first, "heartbeat-interval");
        Duration election = millis(values, first, "election-timeout");
        if (heartbeat.isZero()) {
            faults.accept("--heartbeat-interval must be >0 (set to 0ms)");
        }
        if (election.isZero()) {
            faults.accept("--election-timeout must be >0 (set to 0ms)");
        }
        Duration least = heartbeat.multipliedBy(HEARTBEATS_PER_ELECTION_MIN);
        if (least.compareTo(election) > 0 && first && !election.isZero()) {
            // The first generation's own defaults, 50 and 200, were closer together than that.
            return new Times(heartbeat, least);
        }
        if (least.compareTo(election) > 0) {
            faults.accept(
                    ConfigReader.verifying("--election-timeout[" + election.toMillis() + "ms] should be at least as "
                            + HEARTBEATS_PER_ELECTION_MIN + " times as --heartbeat-interval[" + heartbeat.toMillis()
                            + "ms]"));
        }
        if (election.compareTo(ELECTION_MAX) > 0) {
            faults.accept(ConfigReader.verifying("--election-timeout[" + election.toMillis()
                    + "ms] is too long, and should be set less than " + ELECTION_MAX.toMillis() + "ms"));
        }
        return new Times(heartbeat, election);
    }

    private static Duration millis(FlagValues values, boolean first, String name) {
        String old = "peer-" + name;
        return Duration.ofMillis(values.count(first && values.isGiven(old) ? old : name));
    }
}
