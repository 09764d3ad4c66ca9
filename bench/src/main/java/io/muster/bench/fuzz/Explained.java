package io.muster.bench.fuzz;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The differences that are meant to be, for time and chance are not the product's. Each names one field and stands in
/// `docs/compatibility.md`; none looks at a path or an error code. A recorded run shows that each is needed.
enum Explained {
    /// Each server stamps with its own clock, a moment apart.
    EXPIRATION,
    /// Whole seconds, rounded up, of what is left by each server's own clock; 0 is left out.
    TTL,
    /// etcd lists in the random order of its hash map unless asked to sort, ours always by bytes.
    LISTING_ORDER;

    private static final int SLACK_SECONDS = 2;

    /// All of them.
    static Set<Explained> all() {
        return EnumSet.allOf(Explained.class);
    }

    /// The one of these that explains a difference.
    static Optional<Explained> of(Difference difference, Set<Explained> among) {
        return among.stream().filter(reason -> reason.explains(difference)).findFirst();
    }

    private boolean explains(Difference d) {
        return switch (this) {
            case EXPIRATION -> d.isAbout("expiration") && secondsApart(d) <= SLACK_SECONDS;
            case TTL -> d.isAbout("ttl") && Math.abs(number(d.ours()) - number(d.reference())) <= SLACK_SECONDS;
            case LISTING_ORDER ->
                d.operation().method().equals("GET") && !d.operation().has("sorted=true") && d.isAbout("nodes");
        };
    }

    private static long secondsApart(Difference difference) {
        try {
            return Duration.between(Instant.parse(difference.ours()), Instant.parse(difference.reference()))
                    .abs()
                    .toSeconds();
        } catch (DateTimeException e) {
            return Long.MAX_VALUE;
        }
    }

    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
