package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.RealEtcd;
import io.muster.bench.ServerProcess;
import io.muster.bench.V2Client;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real etcd nodes find each other through our discovery server.
class RealEtcdBootstrapIT {
    private static final int SIZE = 3;
    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    private Path directory;

    @Test
    void threeRealEtcdFormAClusterAndAFourthIsTurnedAway() throws IOException {
        RealEtcd etcd = Tool.requireEtcd();
        int port = Ports.free(1);
        V2Client discovery = new V2Client("http://127.0.0.1:" + port);
        List<ServerProcess> processes = new ArrayList<>();
        try {
            processes.add(ServerProcess.start(
                    "discovery",
                    directory,
                    Map.of(),
                    List.of(Image.current().program("discovery-server").toString(), "--addr", "127.0.0.1:" + port)));
            Eventually.await("the discovery server", LIMIT, () -> discovery
                    .get("/health")
                    .ok());
            String token = discovery.get("/new?size=" + SIZE).body();
            List<V2Client> clients = new ArrayList<>();
            for (int i = 0; i < SIZE; i++) {
                clients.add(start(etcd, "node" + i, token, processes));
            }
            for (V2Client client : clients) {
                Eventually.await("the real etcd at " + client.base(), LIMIT, client::healthy);
            }
            assertTrue(clients.getFirst().set("/met", "through us").ok());
            Eventually.await(
                    "the key on the last node",
                    LIMIT,
                    () -> clients.getLast().get("/v2/keys/met").body().contains("through us"));

            start(etcd, "node3", token, processes, "--discovery-fallback", "exit");
            ServerProcess fourth = processes.getLast();
            assertEquals(1, fourth.exitCode(LIMIT));
            assertTrue(fourth.output().contains("cluster is full"), fourth.output());
        } finally {
            processes.reversed().forEach(ServerProcess::close);
        }
    }

    private V2Client start(RealEtcd etcd, String name, String token, List<ServerProcess> processes, String... more) {
        int port = Ports.free(2);
        String client = "http://127.0.0.1:" + port;
        String peer = "http://127.0.0.1:" + (port + 1);
        List<String> command = new ArrayList<>(etcd.command());
        command.addAll(List.of(
                "--name", name,
                "--data-dir", directory.resolve(name).toString(),
                "--listen-client-urls", client,
                "--advertise-client-urls", client,
                "--listen-peer-urls", peer,
                "--initial-advertise-peer-urls", peer,
                "--discovery", token));
        command.addAll(List.of(more));
        processes.add(ServerProcess.start(name, directory, Map.of(), command));
        return new V2Client(client);
    }
}
