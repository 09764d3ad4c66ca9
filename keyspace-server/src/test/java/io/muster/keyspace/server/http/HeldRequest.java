package io.muster.keyspace.server.http;

import io.muster.keyspace.server.http.WireClient.Answer;
import io.muster.keyspace.server.http.WireClient.Head;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// A watch as a client sees it: the head comes at once, lines come later.
final class HeldRequest implements AutoCloseable {
    private final WireClient client;
    private final Head head;

    /// Sends a request and reads the head of its answer.
    HeldRequest(URI server, byte[] request) throws IOException {
        client = new WireClient(server);
        client.send(request);
        head = client.head();
    }

    /// The next lines, or all up to the end of the answer when `count` is 0.
    Answer take(int count) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; count == 0 || i < count; i++) {
            Optional<String> line = client.chunk();
            if (line.isEmpty()) {
                break;
            }
            lines.append(line.get());
        }
        return new Answer(head, lines.toString());
    }

    /// Whether anything arrives within a while.
    boolean hears(Duration time) throws IOException {
        return client.hears(time);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
