package io.muster.bench.fuzz;

import java.io.IOException;

/// Brings two servers to the same index, by writes to a key of its own on the one that is behind. The first time both
/// also get as many writes as the history holds events, so that the oldest one is the same.
final class Levelling {
    private static final int HISTORY = 1_000;
    private static final int APART_MAX = 100_000;
    private static final Step.Request WRITE = new Step.Request("PUT", "/v2/keys/fuzz-level", "", "value=level");

    private Levelling() {}

    /// The first time, with a full history. Returns the index at which both stand.
    static long start(Both<Server> servers) throws IOException {
        return raise(servers, HISTORY);
    }

    /// Before a script is tried again. Returns the index at which both stand.
    static long again(Both<Server> servers) throws IOException {
        return raise(servers, 0);
    }

    private static long raise(Both<Server> servers, int more) throws IOException {
        long ours = servers.ours().index();
        long reference = servers.reference().index();
        long goal = Math.max(ours, reference) + more;
        if (Math.abs(ours - reference) > APART_MAX) {
            throw new IOException(servers.reference().base() + " stands at index " + reference
                    + ", too far from a fresh server; name a fresh one, or leave --against away to have one started");
        }
        write(servers.ours(), goal - ours);
        write(servers.reference(), goal - reference);
        return goal;
    }

    private static void write(Server server, long times) throws IOException {
        for (long i = 0; i < times; i++) {
            Answer answer = Both.join(server.send(WRITE));
            if (!answer.ok()) {
                throw new IOException(server.base() + " does not take writes; it answered " + answer);
            }
        }
    }
}
