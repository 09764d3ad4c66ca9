package io.muster.bench.fuzz;

import io.muster.bench.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One run of a script on both servers, step by step, below a folder of its own. Used once.
final class Replay implements AutoCloseable {
    /// Expiry goes through the log about every half second.
    private static final Duration EXPIRY_LIMIT = Duration.ofSeconds(8);

    /// How long an event may be on its way, and how long a watch that may never end is waited for.
    private static final Duration EVENTS_LIMIT = Duration.ofSeconds(4);

    private static final Duration END_LIMIT = Duration.ofMillis(400);

    private record Held(Step.Request request, Both<OpenWatch> watches) {}

    private final Both<Server> servers;
    private final Tally tally;
    private final Names names;
    private final Step.Request clean;
    private final List<Step> steps = new ArrayList<>();
    private final List<Step.Request> sent = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();

    private Replay(Both<Server> servers, Tally tally, String prefix, long index) {
        this.servers = servers;
        this.tally = tally;
        this.names = new Names(prefix, index);
        this.clean = new Step.Request("DELETE", "/v2/keys" + prefix, "recursive=true", "");
    }

    /// Runs the steps until one is answered differently.
    ///
    /// @param index at which both servers stand
    /// @throws IOException when a server cannot be reached
    static Optional<Finding> of(List<Step> script, Both<Server> servers, Tally tally, String prefix, long index)
            throws IOException {
        try (Replay replay = new Replay(servers, tally, prefix, index)) {
            for (Step step : script) {
                replay.steps.add(step);
                Optional<Finding> finding = replay.step(step);
                if (finding.isPresent()) {
                    return finding;
                }
            }
            return replay.request(replay.clean);
        }
    }

    private Optional<Finding> step(Step step) throws IOException {
        return switch (step) {
            case Step.Request request -> request(names.resolve(request));
            case Step.Watch watch -> open(names.resolve(watch.request()));
            case Step.EndWatches end -> endWatches();
        };
    }

    private Optional<Finding> request(Step.Request request) throws IOException {
        sent.add(request);
        Both<Answer> answers = Both.of(servers, server -> server.send(request));
        names.learn(answers.ours());
        Optional<Finding> finding = compare(request, answers);
        if (finding.isEmpty() && answers.ours().ok() && request.expiresSoon()) {
            return awaitExpiry(request);
        }
        return finding;
    }

    /// Nothing else happens until the key is gone on both, so that both expire it between the same two operations.
    private Optional<Finding> awaitExpiry(Step.Request request) throws IOException {
        Step.Request get = new Step.Request("GET", request.target(), "", "");
        Both<Answer> answers;
        try {
            answers = Eventually.await(
                    request.target() + " to expire",
                    EXPIRY_LIMIT,
                    () -> Both.of(servers, server -> server.send(get)),
                    both -> both.ours().status() == 404 && both.reference().status() == 404);
        } catch (IllegalStateException e) {
            answers = Both.of(servers, server -> server.send(get));
        }
        names.learn(answers.ours());
        return compare(get, answers);
    }

    private Optional<Finding> open(Step.Request request) throws IOException {
        sent.add(request);
        held.add(new Held(request, Both.of(servers, server -> server.open(request))));
        return Optional.empty();
    }

    private Optional<Finding> endWatches() throws IOException {
        while (!held.isEmpty()) {
            Held first = held.getFirst();
            Optional<Finding> finding = end(first);
            if (finding.isPresent()) {
                return finding;
            }
            close(held.removeFirst());
        }
        return Optional.empty();
    }

    /// Whatever stands in the way of a write to the watched key is removed before it.
    private Optional<Finding> end(Held watch) throws IOException {
        Optional<Finding> finding = request(clean);
        if (finding.isEmpty()) {
            finding = request(new Step.Request("PUT", watch.request().target(), "", "value=" + OpenWatch.LAST));
        }
        return finding.isPresent() ? finding : compare(watch.request(), seen(watch.watches()));
    }

    private static Both<Answer> seen(Both<OpenWatch> watches) {
        try {
            Eventually.await(
                    "both watches to end",
                    END_LIMIT,
                    () -> watches.ours().ended() && watches.reference().ended());
        } catch (IllegalStateException e) {
            // a watch answered from history, or from a later index, does not see the last write
        }
        try {
            return Eventually.await(
                    "the same events",
                    EVENTS_LIMIT,
                    () -> watches.map(OpenWatch::answer),
                    both -> both.ours().body().lines().count()
                            == both.reference().body().lines().count());
        } catch (IllegalStateException e) {
            return watches.map(OpenWatch::answer);
        }
    }

    private Optional<Finding> compare(Step.Request request, Both<Answer> answers) {
        List<Difference> differences = Comparison.unexplained(request, answers, tally);
        return differences.isEmpty() ? Optional.empty() : Optional.of(new Finding(steps, sent, differences, answers));
    }

    private static void close(Held watch) {
        watch.watches().ours().close();
        watch.watches().reference().close();
    }

    @Override
    public void close() {
        held.forEach(Replay::close);
    }
}
