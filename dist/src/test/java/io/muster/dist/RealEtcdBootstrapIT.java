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
        List<BornMember> nodes = new ArrayList<>();
        try (ServerProcess _ = ServerProcess.start(
                "discovery",
                directory,
                Map.of(),
                List.of(Image.current().program("discovery-server").toString(), "--addr", "127.0.0.1:" + port))) {
            Eventually.await("the discovery server", LIMIT, () -> discovery
                    .get("/health")
                    .ok());
            String token = discovery.get("/new?size=" + SIZE).body();
            for (int i = 0; i < SIZE; i++) {
                nodes.add(BornMember.start(etcd.command(), directory, "node" + i, token));
            }
            nodes.forEach(BornMember::awaitHealthy);
            assertTrue(nodes.getFirst().client().set("/met", "through us").ok());
            V2Client last = nodes.getLast().client();
            Eventually.await("the key on the last node", LIMIT, () -> last.get("/v2/keys/met")
                    .body()
                    .contains("through us"));

            nodes.add(BornMember.start(etcd.command(), directory, "node3", token, "--discovery-fallback", "exit"));
            ServerProcess fourth = nodes.getLast().process();
            assertEquals(1, fourth.exitCode(LIMIT));
            assertTrue(fourth.output().contains("cluster is full"), fourth.output());
        } finally {
            nodes.forEach(BornMember::close);
        }
    }
}
