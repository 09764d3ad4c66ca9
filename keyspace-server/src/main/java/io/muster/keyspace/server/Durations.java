package io.muster.keyspace.server;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.IntStream;

/// Histograms of how long something took, in the buckets that etcd has for it.
public final class Durations {
    private Durations() {}

    /// A timer, yet to be registered, whose buckets end at `first` and at its doubles.
    ///
    /// @param name without the unit, which the exposition adds
    /// @param buckets how many, not counting the one without an end
    public static Timer.Builder histogram(String name, String help, Duration first, int buckets) {
        return Timer.builder(name)
                .description(help)
                .serviceLevelObjectives(IntStream.range(0, buckets)
                        .mapToObj(i -> first.multipliedBy(1L << i))
                        .toArray(Duration[]::new));
    }
}
