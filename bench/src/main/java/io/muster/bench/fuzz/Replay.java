package io.muster.bench.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.bench.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One run of a script on both servers, step by step, below a folder of its own. Used once.
final class Replay implements AutoCloseable {
    /// How long an event may be on its way, and how long a watch that may never end is waited for.
    private static final Duration EVENTS_LIMIT = Duration.ofSeconds(4);

    private static final Duration END_LIMIT = Duration.ofMillis(150);

    private static final Step.Request ROOT = new Step.Request("GET", "/v2/keys/", "recursive=true&sorted=true", "");

    private record Held(Step.Request request, Both<OpenWatch> watches) {}

    private final Both<Server> servers;
    private final Consumer<List<Exchange>> heard;
    private final Names names;
    private final Fading fading;
    private final Step.Request clean;
    private final List<Step> steps = new ArrayList<>();
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<Step.Request> sent = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();

    private Replay(Both<Server> servers, String prefix, long index, Consumer<List<Exchange>> heard) {
        this.servers = servers;
        this.heard = heard;
        this.names = new Names(prefix, index);
        this.fading = new Fading(servers);
        this.clean = new Step.Request("DELETE", "/v2/keys" + prefix, "recursive=true", "");
    }

    /// Runs the steps until one is answered differently, then removes what they have left.
    ///
    /// @param index at which both servers stand
    /// @param heard told of every exchange, as the last of all so far
    /// @throws IOException when a server cannot be reached
    static Optional<Finding> of(
            List<Step> script, Both<Server> servers, String prefix, long index, Consumer<List<Exchange>> heard)
            throws IOException, TooSlow {
        try (Replay replay = new Replay(servers, prefix, index, heard)) {
            for (Step step : script) {
                replay.steps.add(step);
                Optional<Finding> finding = replay.step(step);
                if (finding.isPresent()) {
                    return finding;
                }
            }
            Optional<Finding> finding = replay.request(replay.clean);
            return finding.isPresent() ? finding : replay.cleanRoot();
        }
    }

    private Optional<Finding> step(Step step) throws IOException, TooSlow {
        return switch (step) {
            case Step.Request request -> request(names.resolve(request));
            case Step.Watch watch -> open(names.resolve(watch.request()));
            case Step.Settle _ -> settle();
            case Step.EndWatches _ -> endWatches();
        };
    }

    private Optional<Finding> request(Step.Request request) throws IOException, TooSlow {
        sent.add(request);
        fading.check();
        long begun = System.nanoTime();
        Both<Answer> answers = Both.ask(servers, request);
        fading.check();
        names.learn(answers.ours());
        fading.note(request, answers.ours(), begun);
        Optional<Finding> finding = compare(new Exchange(request, answers));
        return finding.isEmpty() && request.mayExpireAtOnce() ? settle() : finding;
    }

    private Optional<Finding> settle() throws IOException {
        Optional<Exchange> late = fading.await();
        return late.isPresent() ? compare(late.get()) : compare(ask(ROOT));
    }

    private Exchange ask(Step.Request request) throws IOException {
        Both<Answer> answers = Both.ask(servers, request);
        names.learn(answers.ours());
        return new Exchange(request, answers);
    }

    private Optional<Finding> open(Step.Request request) throws IOException {
        sent.add(request);
        held.add(new Held(
                request,
                new Both<>(servers.ours().open(request), servers.reference().open(request))));
        return Optional.empty();
    }

    /// Takes a while, so nothing may be about to expire.
    private Optional<Finding> endWatches() throws IOException, TooSlow {
        Optional<Finding> unsettled = settle();
        if (unsettled.isPresent()) {
            return unsettled;
        }
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
    private Optional<Finding> end(Held watch) throws IOException, TooSlow {
        Optional<Finding> finding = request(clean);
        if (finding.isEmpty()) {
            String target = watch.request().target();
            String method = target.equals(ROOT.target()) ? "POST" : "PUT";
            finding = request(new Step.Request(method, target, "", "value=" + OpenWatch.LAST));
        }
        return finding.isPresent() ? finding : compare(new Exchange(watch.request(), seen(watch.watches())));
    }

    private static Both<Answer> seen(Both<OpenWatch> watches) {
        try {
            watches.ours().awaitEnd(END_LIMIT);
            watches.reference().awaitEnd(END_LIMIT);
            return Eventually.await(
                    "the same events",
                    EVENTS_LIMIT,
                    () -> watches.map(OpenWatch::answer),
                    both -> both.ours().body().lines().count()
                            == both.reference().body().lines().count());
        } catch (IllegalStateException e) {
            return watches.map(OpenWatch::answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return watches.map(OpenWatch::answer);
        }
    }

    /// Removes what was made beside the script's own folder.
    private Optional<Finding> cleanRoot() throws IOException, TooSlow {
        Exchange root = ask(ROOT);
        Optional<Finding> finding = compare(root);
        for (JsonNode node : root.answers().ours().node().path("nodes")) {
            if (finding.isEmpty()) {
                finding = request(new Step.Request("DELETE", Names.target(node), "recursive=true", ""));
            }
        }
        return finding;
    }

    private Optional<Finding> compare(Exchange exchange) {
        exchanges.add(exchange);
        List<Difference> differences = Comparison.unexplained(Comparison.of(exchange), Explained.all());
        heard.accept(exchanges);
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(steps, sent, differences, exchange.answers()));
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
