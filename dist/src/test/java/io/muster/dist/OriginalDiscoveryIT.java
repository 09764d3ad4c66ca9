package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.ServerProcess;
import io.muster.bench.StaticCluster;
import io.muster.bench.V2Client;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three members of ours find each other through the original's discovery service, and through a plain etcd; a fourth
/// is turned away or stands in front of them, as it is told.
class OriginalDiscoveryIT {
    private static final int SIZE = 3;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<ServerProcess> processes = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void stopAll() {
        processes.reversed().forEach(ServerProcess::kill);
    }

    @Test
    void theOriginalServiceOnRealEtcdBringsThreeMembersTogether() throws IOException {
        Path original = Tool.require("discovery.etcd.io", "etcd-discovery");
        try (StaticCluster store = StaticCluster.start(Tool.requireEtcd().command(), directory, 1)) {
            String address = "127.0.0.1:" + Ports.free(1);
            processes.add(ServerProcess.start(
                    "discovery",
                    directory,
                    Map.of(),
                    List.of(
                            original.toString(),
                            "--addr=" + address,
                            "--host=http://" + address,
                            "--etcd=" + store.client(0).base())));
            V2Client discovery = new V2Client("http://" + address);
            Eventually.await("the discovery server", LIMIT, () -> discovery
                    .get("/health")
                    .ok());

            assertThreeMeet(discovery.get("/new?size=" + SIZE).body());
        }
    }

    @Test
    void aPlainEtcdBringsThreeMembersTogether() throws IOException {
        try (StaticCluster store = StaticCluster.start(Tool.requireEtcd().command(), directory, 1)) {
            String registry = "/_etcd/registry/of-our-own";
            V2Client etcd = store.client(0);
            assertTrue(
                    etcd.set(registry + "/_config/size", String.valueOf(SIZE)).ok());

            assertThreeMeet(etcd.base() + "/v2/keys" + registry);
        }
    }

    private void assertThreeMeet(String token) throws IOException {
        List<V2Client> members = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            members.add(start("ours" + i, token));
        }
        for (V2Client member : members) {
            Eventually.await("the member at " + member.base(), LIMIT, () -> {
                processes.getLast().requireAlive();
                return member.healthy();
            });
        }
        assertTrue(members.getFirst().set("/met", "through the original").ok());
        Eventually.await(
                "the key on the last member",
                LIMIT,
                () -> members.getLast().get("/v2/keys/met").body().contains("through the original"));

        start("fourth", token, "--discovery-fallback=exit");
        ServerProcess fourth = processes.getLast();
        assertEquals(1, fourth.exitCode(LIMIT));
        assertTrue(
                fourth.output()
                        .contains("discovery token " + token + " was used, but failed to bootstrap the cluster.\n"
                                + "please generate a new discovery token and try to bootstrap again."),
                fourth.output());

        assertStandsInFront("fifth", token, "discovery cluster full, falling back to proxy");
        assertStandsInFront(
                "fifth",
                token,
                "discovery token ignored since the proxy has already been initialized. Valid cluster file found at");
    }

    private void assertStandsInFront(String name, String token, String words) {
        V2Client front = start(name, token);
        ServerProcess proxy = processes.getLast();
        Eventually.await("the proxy at " + front.base(), LIMIT, () -> {
            proxy.requireAlive();
            return front.get("/v2/keys/met").body().contains("through the original");
        });
        assertTrue(proxy.output().contains(words), proxy.output());
        proxy.stop();
    }

    private V2Client start(String name, String token, String... more) {
        int port = Ports.free(2);
        String client = "http://127.0.0.1:" + port;
        String peer = "http://127.0.0.1:" + (port + 1);
        List<String> command = new ArrayList<>(List.of(
                Image.current().program("keyspace-server").toString(),
                "--name=" + name,
                "--data-dir=" + directory.resolve(name),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--discovery=" + token));
        command.addAll(List.of(more));
        processes.add(ServerProcess.start(name, directory, Map.of(), command));
        return new V2Client(client);
    }
}
