package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.RealEtcd;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL of the discovery server at a random moment of each of many bootstraps: no token or registration that it
/// acknowledged is lost, and our nodes come together all the same. Real ones give up where their registration is cut,
/// as they must, and nowhere else. `-Ddiscovery.kills=N` for more of them, `-Ddiscovery.kills.real=N` for more with
/// real nodes, `-Ddiscovery.seed=S` for the same moments again.
class DiscoveryKillIT {
    private static final int KILLS = Integer.getInteger("discovery.kills", 5);
    private static final int REAL_KILLS = Integer.getInteger("discovery.kills.real", 2);
    private static final long SEED = Long.getLong("discovery.seed", new Random().nextLong(1_000_000));
    private static final int SIZE = 3;
    private static final int KILLED_WITHIN_MILLIS = 700;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    // What a real node says of a connection that broke while it registered, and of a server that needs more than 5 s
    // for an answer, as on a machine that has other things to do.
    private static final Pattern CUT = Pattern.compile("EOF|connection re(set|fused)|deadline exceeded");

    // Nodes wait for seconds before they ask again, here for a tenth of that.
    private static final Pauser SHORTER = pause -> Thread.sleep(pause.dividedBy(10));

    private final HttpClient http = DiscoveryHttp.open(Optional.empty());
    private final Random random = new Random(SEED);
    private final int port = Ports.free(1);
    private final V2Client client = new V2Client("http://127.0.0.1:" + port);
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean(true);
    private final Thread others = Thread.ofVirtual().unstarted(this::askForTokens);

    @TempDir
    private Path directory;

    private ServerProcess server;

    @BeforeEach
    void begin() {
        System.out.println("discovery.seed=" + SEED);
        server = start();
        others.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        writing.set(false);
        others.join();
        server.close();
        http.shutdownNow();
    }

    @Test
    void nothingAcknowledgedIsLostAndEveryBootstrapCompletes() throws Exception {
        for (int round = 0; round < KILLS; round++) {
            String token = newToken();
            List<Attempt> nodes = new ArrayList<>();
            for (int i = 0; i < SIZE; i++) {
                nodes.add(Attempt.begin(http, token, "n" + i, random.nextInt(KILLED_WITHIN_MILLIS)));
            }
            killAndRestart();
            InitialCluster cluster = nodes.getFirst().cluster();
            for (Attempt node : nodes) {
                assertEquals(SIZE, node.cluster().members().size(), () -> "seed " + SEED + ": " + node.notices);
                assertEquals(cluster, node.cluster());
            }
        }
        assertNothingIsLost();
        System.out.println(KILLS + " kills, " + acknowledged.size() + " acknowledged tokens and registrations kept");
    }

    @Test
    void realNodesGiveUpWhereTheirRegistrationIsCutAndNowhereElse() throws Exception {
        RealEtcd etcd = Tool.requireEtcd();
        int complete = 0;
        for (int round = 0; round < REAL_KILLS; round++) {
            String token = newToken();
            List<BornMember> nodes = new ArrayList<>();
            try {
                for (int i = 0; i < SIZE; i++) {
                    nodes.add(BornMember.start(etcd.command(), directory.resolve("round-" + round), "n" + i, token));
                }
                killAndRestart();
                if (isComplete(nodes, token)) {
                    complete++;
                }
                for (BornMember node : nodes) {
                    if (node.hasEnded()) {
                        String reason = reason(node.process());
                        System.out.println("round " + round + ", " + node.name() + " gave up: " + reason);
                        assertTrue(CUT.matcher(reason).find(), node.process()::output);
                    }
                }
            } finally {
                nodes.forEach(node -> node.process().kill());
            }
        }
        assertNothingIsLost();
        System.out.println(complete + " of " + REAL_KILLS + " bootstraps of real nodes came to their end, "
                + acknowledged.size() + " acknowledged tokens and registrations kept");
    }

    /// Waits until all are a cluster, or one has given up and the others will wait for it in vain.
    private boolean isComplete(List<BornMember> nodes, String token) {
        String path = path(token);
        Eventually.await("the end of a bootstrap, seed " + SEED, LIMIT, () -> {
            String registered = client.get(path).body();
            if (nodes.stream().anyMatch(BornMember::hasEnded)) {
                return nodes.stream().allMatch(node -> node.hasEnded() || registered.contains(node.name() + "="));
            }
            return nodes.stream().allMatch(node -> node.client().healthy());
        });
        return nodes.stream().noneMatch(BornMember::hasEnded);
    }

    private String newToken() throws IOException {
        Eventually.await("the server", LIMIT, () -> client.get("/health").ok());
        String token = client.get("/new?size=" + SIZE).body();
        acknowledged.add(path(token) + "/_config/size");
        return token;
    }

    private void killAndRestart() throws InterruptedException {
        Thread.sleep(Duration.ofMillis(random.nextInt(KILLED_WITHIN_MILLIS)));
        server.kill();
        server = start();
    }

    private void assertNothingIsLost() throws IOException, InterruptedException {
        writing.set(false);
        others.join();
        Eventually.await("the server", LIMIT, () -> client.get("/health").ok());
        for (String path : acknowledged) {
            assertEquals(200, client.get(path).status(), path + " was acknowledged; seed " + SEED);
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

    // A second crowd, that is cut in the middle of whatever it does.
    private void askForTokens() {
        for (int i = 0; writing.get(); i++) {
            try {
                V2Client.Reply token = client.get("/new");
                if (token.ok()) {
                    String path = path(token.body());
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

    private static String reason(ServerProcess node) {
        return node.output().lines().filter(line -> line.contains("\"error\"")).reduce("", (_, last) -> last);
    }

    private static String path(String token) {
        return token.substring(token.lastIndexOf('/'));
    }

    /// One of our nodes on its way into a cluster.
    ///
    /// @param notices what it told its user
    private record Attempt(CompletableFuture<JoinResult> result, Queue<String> notices) {
        static Attempt begin(HttpClient http, String token, String name, int delayMillis) {
            Attempt attempt = new Attempt(new CompletableFuture<>(), new ConcurrentLinkedQueue<>());
            String peer = "http://127.0.0.1:" + (40_000 + Math.floorMod(name.hashCode(), 1_000));
            Thread.ofVirtual().name(name).start(() -> {
                try {
                    Thread.sleep(Duration.ofMillis(delayMillis));
                    attempt.result.complete(
                            DiscoveryJoin.join(http, SHORTER, attempt.notices::add, token, name, List.of(peer)));
                } catch (InterruptedException | RuntimeException e) {
                    attempt.result.completeExceptionally(e);
                }
            });
            return attempt;
        }

        InitialCluster cluster() throws InterruptedException, ExecutionException, TimeoutException {
            return switch (result.get(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                case JoinResult.Joined joined -> joined.cluster();
                case JoinResult.Refused refused ->
                    throw new AssertionError(refused.line() + "; seed " + SEED + ": " + notices);
            };
        }
    }
}
