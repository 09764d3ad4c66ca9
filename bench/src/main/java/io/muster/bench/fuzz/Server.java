package io.muster.bench.fuzz;

import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// One of the two servers, reached by HTTP over one connection, a request at a time. Belongs to one thread.
final class Server implements AutoCloseable {
    private final URI base;
    private @Nullable Connection idle;

    /// @param base for instance `http://127.0.0.1:2379`
    Server(String base) {
        this.base = URI.create(base);
    }

    URI base() {
        return base;
    }

    /// A request that is on its way.
    interface Pending {
        /// Waits for the answer; [Answer#none] where the server gives none.
        Answer answer();
    }

    /// Sends a request whose texts are filled in.
    ///
    /// @throws IOException when nobody listens
    Pending begin(Step.Request request) throws IOException {
        Connection connection = idle == null ? Connection.open(base) : idle;
        idle = null;
        try {
            connection.send(request);
        } catch (IOException e) {
            connection.close();
            return () -> Answer.none(e);
        }
        return () -> finish(connection);
    }

    private Answer finish(Connection connection) {
        try {
            Reply reply = connection.receive();
            Answer answer = Answer.of(reply, reply.text());
            if (reply.reusable()) {
                idle = connection;
            } else {
                connection.close();
            }
            return answer;
        } catch (IOException e) {
            return Answer.none(e);
        }
    }

    Answer send(Step.Request request) throws IOException {
        return begin(request).answer();
    }

    /// Opens a watch; returns as soon as its headers are there.
    OpenWatch open(Step.Request request) throws IOException {
        Connection connection = Connection.open(base);
        connection.send(request);
        Reply reply = connection.receive();
        connection.beHeld();
        return OpenWatch.of(reply, connection);
    }

    /// The bare root.
    ///
    /// @throws IOException when the server does not show it
    Answer root() throws IOException {
        Answer answer = send(new Step.Request("GET", "/v2/keys/", "", ""));
        if (answer.status() != 200) {
            throw new IOException(base + " is no server of the v2 keyspace; it answered " + answer);
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        if (idle != null) {
            idle.close();
            idle = null;
        }
    }
}
