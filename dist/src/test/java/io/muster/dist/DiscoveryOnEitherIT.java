package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.RealEtcd;
import io.muster.bench.ServerProcess;
import io.muster.bench.StaticCluster;
import io.muster.bench.V2Client;
import io.muster.keyspace.server.bootstrap.DiscoveryHttp;
import io.muster.keyspace.server.bootstrap.DiscoveryJoin;
import io.muster.keyspace.server.bootstrap.JoinResult;
import io.muster.keyspace.server.bootstrap.Pauser;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Either discovery service works on either keyspace, and our nodes find each other.
class DiscoveryOnEitherIT {
    private static final int SIZE = 3;
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Pauser PATIENT = Thread::sleep;

    private final HttpClient http = DiscoveryHttp.open(Optional.empty());

    @TempDir
    private Path directory;

    @Test
    void theOriginalWorksOnOurKeyspace() throws Exception {
        Path original = Tool.require("discovery.etcd.io", "etcd-discovery");
        List<String> keyspace =
                List.of(Image.current().program("keyspace-server").toString());
        int port = Ports.free(1);
        String address = "127.0.0.1:" + port;
        try (StaticCluster store = StaticCluster.start(keyspace, directory, 1);
                ServerProcess _ = ServerProcess.start(
                        "discovery",
                        directory,
                        Map.of(),
                        List.of(
                                original.toString(),
                                "--addr=" + address,
                                "--host=http://" + address,
                                "--etcd=" + store.client(0).base()))) {
            assertOurNodesMeet(new V2Client("http://" + address));
        }
    }

    @Test
    void oursWorksOnRealEtcd() throws Exception {
        RealEtcd etcd = Tool.requireEtcd();
        int port = Ports.free(1);
        String address = "127.0.0.1:" + port;
        try (StaticCluster store = StaticCluster.start(etcd.command(), directory, 1);
                ServerProcess _ = ServerProcess.start(
                        "discovery",
                        directory,
                        Map.of(),
                        List.of(
                                Image.current().program("discovery-server").toString(),
                                "--addr",
                                address,
                                "--etcd",
                                store.client(0).base()))) {
            assertOurNodesMeet(new V2Client("http://" + address));
        }
    }

    private void assertOurNodesMeet(V2Client discovery) throws Exception {
        Eventually.await(
                "the discovery server", LIMIT, () -> discovery.get("/health").ok());
        String token = discovery.get("/new?size=" + SIZE).body();
        List<CompletableFuture<JoinResult>> nodes = new ArrayList<>();
        for (int i = SIZE; i > 0; i--) {
            String name = "node-" + i;
            List<String> peer = List.of("http://127.0.0.1:" + (41_000 + i));
            CompletableFuture<JoinResult> node = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    node.complete(DiscoveryJoin.join(http, PATIENT, _ -> {}, token, name, peer));
                } catch (InterruptedException | RuntimeException e) {
                    node.completeExceptionally(e);
                }
            });
            nodes.add(node);
        }
        for (CompletableFuture<JoinResult> node : nodes) {
            JoinResult result = node.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertEquals(nodes.getFirst().join(), result);
            switch (result) {
                case JoinResult.Joined joined ->
                    assertEquals(SIZE, joined.cluster().members().size());
                case JoinResult.Refused refused -> throw new AssertionError(refused.line());
            }
        }
    }
}
