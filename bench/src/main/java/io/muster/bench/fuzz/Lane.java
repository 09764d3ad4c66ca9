package io.muster.bench.fuzz;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A pair of servers that is given one script after the other. Several lanes wait for their expiries at the same time.
/// Belongs to one thread.
final class Lane {
    private static final int ATTEMPTS_MAX = 20;

    private final Both<Server> servers;
    private final Consumer<List<Exchange>> heard;
    private long index = -1;
    private int repeated;

    Lane(Both<Server> servers, Consumer<List<Exchange>> heard) {
        this.servers = servers;
        this.heard = heard;
    }

    /// How many scripts had to be run again because this machine was too slow.
    int repeated() {
        return repeated;
    }

    /// Runs a script; one that shows a difference is shrunk before it is returned.
    Optional<Finding> run(List<Step> script, String prefix) throws IOException {
        if (index < 0) {
            index = Levelling.start(servers);
        }
        for (int attempt = 1; ; attempt++) {
            String folder = attempt == 1 ? prefix : prefix + "-again-" + attempt;
            try {
                Optional<Finding> finding = Replay.of(script, servers, folder, index, heard);
                if (finding.isPresent()) {
                    Finding shortest = new Shrinker(servers, folder)
                            .shrink(finding.get())
                            .orElse(finding.get().unstable());
                    index = Levelling.again(servers);
                    return Optional.of(shortest);
                }
                index = servers.reference().root().index();
                return finding;
            } catch (TooSlow e) {
                repeated++;
                if (attempt == ATTEMPTS_MAX) {
                    throw new IOException(e.getMessage() + "; try again when it is less busy", e);
                }
                index = Levelling.again(servers);
            }
        }
    }
}
