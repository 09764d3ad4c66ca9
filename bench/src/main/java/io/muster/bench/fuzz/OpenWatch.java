package io.muster.bench.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A watch whose headers have come; its lines are gathered on a thread of their own until it ends.
final class OpenWatch implements AutoCloseable {
    /// The value of the write that ends a watch.
    static final String LAST = "last";

    private final HttpResponse<InputStream> reply;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    private OpenWatch(HttpResponse<InputStream> reply) {
        this.reply = reply;
    }

    static OpenWatch of(HttpResponse<InputStream> reply) {
        OpenWatch watch = new OpenWatch(reply);
        Thread.startVirtualThread(watch::gather);
        return watch;
    }

    private void gather() {
        try (var reader = new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (line.contains("\"value\":\"" + LAST + "\"")) {
                    ended = true;
                }
            }
        } catch (IOException e) {
            // closed by us; whatever a server cut short shows in the lines
        }
        ended = true;
    }

    /// Whether nothing more is to come: the last write was seen, or the server has ended the answer.
    boolean ended() {
        return ended;
    }

    /// What has come so far.
    Answer answer() {
        return Answer.of(reply.statusCode(), reply.headers(), String.join("\n", lines));
    }

    @Override
    public void close() {
        try {
            reply.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
