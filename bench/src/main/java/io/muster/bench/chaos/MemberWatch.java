package io.muster.bench.chaos;

import io.muster.bench.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Watches the run's folder on one member without missing an event: a stream of what happens from now on, and long
/// polls with `waitIndex` for what happened between the last event seen and the stream's beginning. When the connection
/// breaks, it starts over. One virtual thread.
final class MemberWatch implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int HISTORY_OVERRUN = 400;
    private static final String WATCH = "/v2/keys" + Load.FOLDER + "?recursive=true&wait=true";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();
    private final String name;
    private final String base;
    private final WatchCheck check;
    private final Violations violations;
    private final Thread thread;
    private volatile boolean ending;
    private volatile long last = -1;

    private MemberWatch(ArenaMember member, WatchCheck check, Violations violations) {
        this.name = member.name();
        this.base = member.client().base();
        this.check = check;
        this.violations = violations;
        this.thread = Thread.ofVirtual().unstarted(this::run);
    }

    static MemberWatch start(ArenaMember member, WatchCheck check, Violations violations) {
        MemberWatch watch = new MemberWatch(member, check, violations);
        watch.thread.start();
        Eventually.await("the watch of " + member.name(), Arena.RECOVERY_LIMIT, () -> watch.last >= 0);
        return watch;
    }

    /// Waits until it has seen the event of an index.
    ///
    /// @throws IllegalStateException when it does not come
    void awaitIndex(long index) {
        Eventually.await(
                "the watch of " + name + " to tell of index " + index,
                ANSWER_LIMIT.multipliedBy(6),
                () -> last,
                seen -> seen >= index);
    }

    @Override
    public void close() {
        ending = true;
        http.shutdownNow();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!ending) {
                try {
                    follow();
                } catch (IOException e) {
                    // the member is down or paused: come back
                }
                if (!ending) {
                    check.reconnected();
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            violations.add("the watch of " + name + " was answered with nonsense: " + e);
        }
    }

    private void follow() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + WATCH + "&stream=true"))
                .timeout(ANSWER_LIMIT)
                .build();
        var stream = http.send(request, BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            if (stream.statusCode() != 200) {
                throw new IOException("status " + stream.statusCode());
            }
            long position = index(stream);
            if (last < 0) {
                last = position;
            }
            catchUp(position);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                position = take(position, line);
            }
        }
    }

    // A member that was restarted may be behind what it told before; then it tells some of it again.
    private long take(long position, String line) throws IOException {
        WatchedEvent event = WatchedEvent.parse(line);
        check.saw(name, position, event);
        last = Math.max(last, event.index());
        return event.index();
    }

    private void catchUp(long to) throws IOException, InterruptedException {
        while (last < to) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + WATCH + "&waitIndex=" + (last + 1)))
                    .timeout(ANSWER_LIMIT)
                    .build();
            var reply = http.send(request, BodyHandlers.ofString());
            if (reply.statusCode() == HISTORY_OVERRUN) {
                check.overrun();
                last = to;
            } else if (reply.statusCode() == 200) {
                take(last, reply.body());
            } else {
                throw new IOException("status " + reply.statusCode());
            }
        }
    }

    private static long index(HttpResponse<?> response) {
        return response.headers()
                .firstValueAsLong("X-Etcd-Index")
                .orElseThrow(() -> new IllegalStateException("a watch without X-Etcd-Index"));
    }
}
