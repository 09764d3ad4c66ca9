package io.muster.bench.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/// Brings two servers to the same index and to an empty root. The writes that this takes go to a key that is removed
/// by the last of them; enough of them go to both that the part of the history which scripts look at is the same.
final class Levelling {
    private static final int HISTORY = 1_000;
    private static final int LOOKED_AT = 10;
    private static final int APART_MAX = 100_000;
    private static final Step.Request WRITE = new Step.Request("PUT", "/v2/keys/fuzz-level", "", "value=level");
    private static final Step.Request REMOVE = new Step.Request("DELETE", "/v2/keys/fuzz-level", "", "");

    private Levelling() {}

    /// The first time, with a full history. Returns the index at which both stand.
    ///
    /// @throws IOException when the reference holds keys, which are somebody else's
    static long start(Both<Server> servers) throws IOException {
        if (!servers.reference().root().node().path("nodes").isEmpty()) {
            throw new IOException(servers.reference().base()
                    + " holds keys; name a fresh server, or leave --against away to have one started");
        }
        return raise(servers, HISTORY);
    }

    /// Before a script is tried again. Returns the index at which both stand.
    static long again(Both<Server> servers) throws IOException {
        wipe(servers.ours());
        wipe(servers.reference());
        return raise(servers, LOOKED_AT);
    }

    private static void wipe(Server server) throws IOException {
        for (JsonNode node : server.root().node().path("nodes")) {
            must(
                    server,
                    new Step.Request("DELETE", "/v2/keys" + node.path("key").asText(), "recursive=true", ""));
        }
    }

    private static long raise(Both<Server> servers, int more) throws IOException {
        long ours = servers.ours().root().index();
        long reference = servers.reference().root().index();
        long goal = Math.max(ours, reference) + more;
        if (Math.abs(ours - reference) > APART_MAX) {
            throw new IOException(servers.reference().base() + " stands at index " + reference
                    + ", too far from a fresh server; name a fresh one, or leave --against away to have one started");
        }
        write(servers.ours(), goal - ours);
        write(servers.reference(), goal - reference);
        return goal + 1;
    }

    private static void write(Server server, long times) throws IOException {
        for (long i = 0; i < times; i++) {
            must(server, WRITE);
        }
        must(server, REMOVE);
    }

    private static void must(Server server, Step.Request request) throws IOException {
        Answer answer = server.send(request);
        if (!answer.ok()) {
            throw new IOException(server.base() + " does not take writes; it answered " + answer);
        }
    }
}
