package io.muster.bench.fuzz;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// The differences that are meant to be: canon is etcd 2.3.8, and time and chance are not the product's. Each names one
/// field and stands in `docs/compatibility.md`; none looks at a path or an error code.
enum Explained {
    /// Each server stamps with its own clock, a moment apart.
    EXPIRATION,
    /// Whole seconds, rounded up, of what is left by each server's own clock; 0 is left out.
    TTL,
    /// 3.4 marks the node of a directory's expire event as a directory, 2.3.8 does not.
    EXPIRED_DIR,
    /// 3.4 leaves the node out when asked to, 2.3.8 does not know the field.
    NO_VALUE_NODE,
    /// The same for the node before.
    NO_VALUE_PREV_NODE,
    /// etcd lists in the random order of its hash map unless asked to sort, ours always by bytes.
    LISTING_ORDER;

    private static final int SLACK_SECONDS = 2;

    private boolean explains(Difference d) {
        return switch (this) {
            case EXPIRATION -> d.isAbout("expiration") && secondsApart(d) <= SLACK_SECONDS;
            case TTL -> d.isAbout("ttl") && Math.abs(number(d.ours()) - number(d.reference())) <= SLACK_SECONDS;
            case EXPIRED_DIR -> d.event().equals("expire") && d.field().equals("node.dir");
            case NO_VALUE_NODE ->
                d.operation().has("noValueOnSuccess=true") && d.field().equals("node");
            case NO_VALUE_PREV_NODE ->
                d.operation().has("noValueOnSuccess=true") && d.field().equals("prevNode");
            case LISTING_ORDER -> !d.operation().has("sorted=true") && d.isAbout("nodes");
        };
    }

    /// The one that explains a difference.
    static Optional<Explained> of(Difference difference) {
        return Stream.of(values()).filter(reason -> reason.explains(difference)).findFirst();
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
