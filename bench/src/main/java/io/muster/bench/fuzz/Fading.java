package io.muster.bench.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.bench.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// The nodes of a script that expire soon. A removal uses up an index, so all of them must go between the same two
/// operations on both servers: the script waits before the first one is due.
final class Fading {
    /// Expiry goes through the log about every half second.
    private static final Duration EXPIRY_LIMIT = Duration.ofSeconds(8);

    /// The shortest time to live that a script goes on with is a second.
    private static final Duration SAFE = Duration.ofMillis(700);

    private static final int SOON_SECONDS = 5;

    private final Both<Server> servers;
    private final Set<String> targets = new LinkedHashSet<>();
    private long since;

    Fading(Both<Server> servers) {
        this.servers = servers;
    }

    /// Takes note of a request that was answered.
    ///
    /// @param nanos when it was sent
    void note(Step.Request request, Answer answer, long nanos) {
        String method = request.method();
        if (answer.ok() && (method.equals("PUT") || method.equals("POST")) && request.mayExpireSoon()) {
            if (targets.isEmpty()) {
                since = nanos;
            }
            targets.add(method.equals("POST") ? madeBy(request, answer) : request.target());
        }
    }

    /// Fails when something may have expired already.
    void check() throws TooSlow {
        if (!targets.isEmpty() && System.nanoTime() - since > SAFE.toNanos()) {
            throw new TooSlow();
        }
    }

    /// Waits until nothing expires soon on either server; returns the first answers that still differ in that when the
    /// time is up.
    Optional<Exchange> await() throws IOException {
        for (String target : targets) {
            Step.Request get = new Step.Request("GET", target, "", "");
            try {
                Eventually.await(
                        target + " to expire",
                        EXPIRY_LIMIT,
                        () -> Both.ask(servers, get),
                        both -> !fades(both.ours()) && !fades(both.reference()));
            } catch (IllegalStateException e) {
                return Optional.of(new Exchange(get, Both.ask(servers, get)));
            }
        }
        targets.clear();
        return Optional.empty();
    }

    // The answer may not tell the name, which is the index of the write.
    private static String madeBy(Step.Request post, Answer answer) {
        return "%s/%020d".formatted(post.target().replaceAll("/+$", ""), answer.index());
    }

    private static boolean fades(Answer answer) {
        JsonNode node = answer.node();
        return node.has("expiration") && node.path("ttl").asLong() <= SOON_SECONDS;
    }
}
