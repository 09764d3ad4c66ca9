package io.muster.dist;

import io.muster.bench.Eventually;
import io.muster.bench.Ports;
import io.muster.bench.ServerProcess;
import io.muster.bench.V2Client;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A process, of ours or of the real etcd, on its way into a cluster by a discovery URL.
record BornMember(ServerProcess process, V2Client client) implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    /// @param program the executable and any flags that come before the common ones
    /// @param directory where its data and its log go
    /// @param url the discovery URL
    /// @param more flags
    static BornMember start(List<String> program, Path directory, String name, String url, String... more) {
        int port = Ports.free(2);
        String client = "http://127.0.0.1:" + port;
        String peer = "http://127.0.0.1:" + (port + 1);
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(
                "--name", name,
                "--data-dir", directory.resolve(name + ".data").toString(),
                "--listen-client-urls", client,
                "--advertise-client-urls", client,
                "--listen-peer-urls", peer,
                "--initial-advertise-peer-urls", peer,
                "--discovery", url));
        command.addAll(List.of(more));
        return new BornMember(ServerProcess.start(name, directory, Map.of(), command), new V2Client(client));
    }

    String name() {
        return process.name();
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    /// Waits until it serves as a member.
    void awaitHealthy() {
        Eventually.await(name() + " to be healthy", LIMIT, () -> {
            process.requireAlive();
            return client.healthy();
        });
    }

    @Override
    public void close() {
        process.close();
    }
}
