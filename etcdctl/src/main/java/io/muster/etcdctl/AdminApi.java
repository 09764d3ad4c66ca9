package io.muster.etcdctl;

import io.muster.keyspace.wire.MalformedBytesException;
import io.muster.keyspace.wire.MessageJson;

/// How members, users and roles are asked about: every refusal is one line in the server's words and exit code 1.
record AdminApi(Cluster cluster) {
    /// Makes sense of a body.
    interface Reader<T> {
        /// What the body says.
        ///
        /// @throws MalformedBytesException when it is not what it should be
        T read(byte[] body);
    }

    /// Asks for something that only has to be accepted.
    void ask(HttpRequest request) throws Stop {
        accepted(request);
    }

    /// Asks for something to read.
    <T> T ask(HttpRequest request, Reader<T> reader) throws Stop {
        HttpReply reply = accepted(request);
        try {
            return reader.read(reply.body());
        } catch (MalformedBytesException e) {
            throw new Stop(
                    ExitCode.BAD_ARGUMENTS,
                    "unreadable answer to " + request.method() + " " + request.target() + ": " + e.getMessage());
        }
    }

    /// Whether there is anything at this path.
    boolean exists(String target) throws Stop {
        return reply(HttpRequest.get(target)).status() == 200;
    }

    private HttpReply accepted(HttpRequest request) throws Stop {
        HttpReply reply = reply(request);
        if (reply.status() / 100 != 2) {
            throw new Stop(
                    ExitCode.BAD_ARGUMENTS,
                    MessageJson.read(reply.body()).orElse("unexpected HTTP status " + reply.status()));
        }
        return reply;
    }

    private HttpReply reply(HttpRequest request) throws Stop {
        try {
            return cluster.ask(request);
        } catch (Unavailable e) {
            throw e.asLine();
        }
    }
}
