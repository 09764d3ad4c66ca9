package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.ServerProcess;
import io.muster.bench.V2Client;
import io.muster.keyspace.server.bootstrap.DiscoveryHttp;
import io.muster.keyspace.server.bootstrap.DiscoveryJoin;
import io.muster.keyspace.server.bootstrap.InitialCluster;
import io.muster.keyspace.server.bootstrap.JoinResult;
import io.muster.keyspace.server.bootstrap.Pauser;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL of the discovery server at a random moment of each of many bootstraps: no token or registration that it
/// acknowledged is lost, and our nodes come together all the same. `-Ddiscovery.kills=N` for more of them,
/// `-Ddiscovery.seed=S` for the same moments again.
class DiscoveryKillIT {
    private static final int KILLS = Integer.getInteger("discovery.kills", 5);
    private static final long SEED = Long.getLong("discovery.seed", new Random().nextLong(1_000_000));
    private static final int SIZE = 3;
    private static final int KILLED_WITHIN_MILLIS = 700;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    // Nodes wait for seconds before they ask again, here for a tenth of that.
    private static final Pauser SHORTER = pause -> Thread.sleep(pause.dividedBy(10));

    private final HttpClient http = DiscoveryHttp.open(Optional.empty());
    private final Random random = new Random(SEED);
    private final int port = Ports.free(1);
    private final V2Client client = new V2Client("http://127.0.0.1:" + port);
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path directory;

    @Test
    void nothingAcknowledgedIsLostAndEveryBootstrapCompletes() throws Exception {
        System.out.println("discovery.seed=" + SEED);
        ServerProcess server = start();
        AtomicBoolean writing = new AtomicBoolean(true);
        Thread others = Thread.ofVirtual().start(() -> askForTokens(writing));
        try {
            for (int round = 0; round < KILLS; round++) {
                Eventually.await(
                        "the server", LIMIT, () -> client.get("/health").ok());
                String token = client.get("/new?size=" + SIZE).body();
                List<CompletableFuture<JoinResult>> nodes = new ArrayList<>();
                for (int i = 0; i < SIZE; i++) {
                    nodes.add(node(token, "n" + i, random.nextInt(KILLED_WITHIN_MILLIS)));
                }
                Thread.sleep(Duration.ofMillis(random.nextInt(KILLED_WITHIN_MILLIS)));
                server.kill();
                server = start();
                for (int i = 0; i < SIZE; i++) {
                    JoinResult result = nodes.get(i).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                    assertEquals(
                            SIZE, cluster(result).members().size(), "round " + round + " seed " + SEED + ": " + result);
                    assertEquals(cluster(nodes.getFirst().join()), cluster(result));
                }
            }
            writing.set(false);
            others.join();
            Eventually.await("the server", LIMIT, () -> client.get("/health").ok());
            for (String path : acknowledged) {
                assertEquals(200, client.get(path).status(), path + " was acknowledged; seed " + SEED);
            }
            System.out.println(
                    KILLS + " kills, " + acknowledged.size() + " acknowledged tokens and registrations kept");
        } finally {
            writing.set(false);
            server.close();
            http.shutdownNow();
        }
    }

    private ServerProcess start() {
        return ServerProcess.start(
                "discovery",
                directory,
                Map.of(),
                List.of(
                        Image.current().program("discovery-server").toString(),
                        "--addr",
                        "127.0.0.1:" + port,
                        "--rate-limit",
                        "0",
                        "--data-dir",
                        directory.resolve("data").toString()));
    }

    private CompletableFuture<JoinResult> node(String token, String name, int delayMillis) {
        CompletableFuture<JoinResult> result = new CompletableFuture<>();
        Thread.ofVirtual().name(name).start(() -> {
            try {
                Thread.sleep(Duration.ofMillis(delayMillis));
                String peer = "http://127.0.0.1:" + (40_000 + Math.floorMod(name.hashCode(), 1_000));
                result.complete(DiscoveryJoin.join(http, SHORTER, _ -> {}, token, name, List.of(peer)));
            } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    // A second crowd, that is cut in the middle of whatever it does.
    private void askForTokens(AtomicBoolean writing) {
        for (int i = 0; writing.get(); i++) {
            try {
                V2Client.Reply token = client.get("/new");
                if (token.ok()) {
                    String path = token.body().substring(token.body().lastIndexOf('/'));
                    acknowledged.add(path + "/_config/size");
                    String member = path + "/m" + i;
                    if (client.put(member + "?prevExist=false", "m=http://10.0.0.1:2380")
                            .ok()) {
                        acknowledged.add(member);
                    }
                }
            } catch (IOException e) {
                // nothing was acknowledged
            }
        }
    }

    private static InitialCluster cluster(JoinResult result) {
        return switch (result) {
            case JoinResult.Joined joined -> joined.cluster();
            case JoinResult.Refused refused -> throw new AssertionError(refused.line());
        };
    }
}
