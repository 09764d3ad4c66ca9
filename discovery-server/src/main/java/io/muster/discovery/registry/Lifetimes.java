package io.muster.discovery.registry;

import java.time.Duration;
import java.util.Optional;

/// How long tokens live.
///
/// @param incomplete how long after its creation a token expires that was never completed; empty for never
/// @param complete how long after its completion a token expires; empty for never
/// @param remembered how long one that expired can still be looked at
public record Lifetimes(Optional<Duration> incomplete, Optional<Duration> complete, Duration remembered) {
    public static final Lifetimes DEFAULT =
            new Lifetimes(Optional.of(Duration.ofDays(7)), Optional.empty(), Duration.ofDays(7));
}
