package io.muster.bench.fuzz;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The differences that are meant to be, for time and chance are not the product's. Each names one operation and one
/// field of its answer and stands in `docs/compatibility.md`; none looks at a path or an error code. A recorded run
/// shows that each is needed.
///
/// Each server stamps what expires with its own clock, a moment apart, and counts by that clock what is left in whole
/// seconds, rounded up. etcd lists in the random order of its hash map unless asked to sort, ours always by bytes.
enum Explained {
    GET_EXPIRATION(Asked.GET, "node.expiration"),
    GET_TTL(Asked.GET, "node.ttl"),
    LISTED_EXPIRATION(Asked.GET, "node.nodes.*.expiration"),
    LISTED_TTL(Asked.GET, "node.nodes.*.ttl"),
    LISTED_ORDER(Asked.GET_UNSORTED, "node.nodes"),
    LISTED_DEEP_ORDER(Asked.GET_UNSORTED, "node.nodes.*.nodes"),
    PUT_EXPIRATION(Asked.PUT, "node.expiration"),
    PUT_TTL(Asked.PUT, "node.ttl"),
    PUT_PREVIOUS_EXPIRATION(Asked.PUT, "prevNode.expiration"),
    PUT_PREVIOUS_TTL(Asked.PUT, "prevNode.ttl"),
    POST_EXPIRATION(Asked.POST, "node.expiration"),
    POST_TTL(Asked.POST, "node.ttl"),
    DELETE_EXPIRATION(Asked.DELETE, "prevNode.expiration"),
    DELETE_TTL(Asked.DELETE, "prevNode.ttl"),
    WATCH_EXPIRATION(Asked.WATCH, "node.expiration"),
    WATCH_TTL(Asked.WATCH, "node.ttl"),
    WATCH_PREVIOUS_EXPIRATION(Asked.WATCH, "prevNode.expiration"),
    WATCH_PREVIOUS_TTL(Asked.WATCH, "prevNode.ttl");

    /// The operation that was answered.
    private enum Asked {
        GET,
        GET_UNSORTED,
        WATCH,
        PUT,
        POST,
        DELETE;

        boolean is(Step.Request operation) {
            // a quorum read does not wait, whatever it says
            boolean waits = operation.has("wait=true") && !operation.has("quorum=true");
            return switch (this) {
                case GET -> operation.method().equals("GET") && !waits;
                case GET_UNSORTED -> operation.method().equals("GET") && !waits && !operation.has("sorted=true");
                case WATCH -> operation.method().equals("GET") && waits;
                case PUT, POST, DELETE -> operation.method().equals(name());
            };
        }
    }

    private static final int SLACK_SECONDS = 2;

    private final Asked operation;
    private final String field;

    /// @param field as [Difference#field], with a star for the keys that a listing holds, at any depth
    Explained(Asked operation, String field) {
        this.operation = operation;
        this.field = field;
    }

    /// All of them.
    static Set<Explained> all() {
        return EnumSet.allOf(Explained.class);
    }

    /// The one of these that explains a difference.
    static Optional<Explained> of(Difference difference, Set<Explained> among) {
        return among.stream().filter(reason -> reason.explains(difference)).findFirst();
    }

    private boolean explains(Difference d) {
        return operation.is(d.operation())
                && field.equals(d.field().replaceAll("\\.nodes\\./.*\\.", ".nodes.*."))
                && mayDiffer(d.ours(), d.reference());
    }

    private boolean mayDiffer(String ours, String reference) {
        return switch (field.substring(field.lastIndexOf('.') + 1)) {
            case "expiration" -> secondsApart(ours, reference) <= SLACK_SECONDS;
            // 0 is left out
            case "ttl" -> Math.abs(number(ours) - number(reference)) <= SLACK_SECONDS;
            case "nodes" -> true;
            default -> throw new IllegalStateException(this + " explains nothing");
        };
    }

    private static long secondsApart(String ours, String reference) {
        try {
            return Duration.between(Instant.parse(ours), Instant.parse(reference))
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
