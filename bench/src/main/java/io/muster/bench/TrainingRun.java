package io.muster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// Makes the ahead-of-time cache of an image's servers: a member rejoins its cluster and serves a mixed load while
/// the JVM notes which classes it loads; what it noted is laid down beside the jars (JEP 483). A server that starts
/// with the cache needs about half the time until it serves.
///
/// The profiles of hot methods (JEP 515) are left out: code compiled by those of one such run stayed slower than what
/// the JVM makes of its own, a fifth for a lone writer.
final class TrainingRun {
    private static final Duration CACHE_LIMIT = Duration.ofMinutes(3);
    private static final String RECORD = "-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -XX:AOTCacheOutput=";
    private static final String MADE = "made.aot";
    private static final int CLIENTS = 8;
    private static final int ROUNDS = 250;

    private TrainingRun() {}

    /// Trains the server of [Image#current].
    ///
    /// @param args where the cache goes
    public static void main(String[] args) throws IOException {
        Path cache = Path.of(args[0]);
        Files.createDirectories(cache.toAbsolutePath().getParent());
        // what a start finds it uses, and cannot make another
        Files.deleteIfExists(cache);
        Path data = Files.createTempDirectory("muster-training-");
        List<String> server = List.of(Image.current().program("keyspace-server").toString());
        try (StaticCluster cluster = StaticCluster.start(server, data, 3)) {
            load(cluster.client(0));
            cluster.process(0).stop();
            // a plain name, for the launcher takes options apart at blanks; the server runs in this directory
            cluster.restart(0, Map.of("MUSTER_JAVA_OPTS", RECORD + MADE));
            cluster.awaitHealthy();
            load(cluster.client(0));
            cluster.process(0).stop(CACHE_LIMIT);
            if (!Files.exists(data.resolve(MADE))) {
                throw new IllegalStateException(
                        "the JVM made no cache:\n" + cluster.process(0).output());
            }
            Files.move(data.resolve(MADE), cache);
        } finally {
            Directories.delete(data);
        }
    }

    private static void load(V2Client client) {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(IntStream.range(0, CLIENTS)
                            .mapToObj(number -> CompletableFuture.runAsync(() -> load(client, number), clients))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    private static void load(V2Client client, int number) {
        try {
            for (int round = 0; round < ROUNDS; round++) {
                String key = "/training/" + number + "/" + round % 20;
                client.set(key, "x".repeat(100));
                client.get("/v2/keys" + key);
                client.get("/v2/keys" + key + "?quorum=true");
                client.get("/v2/keys/training/" + number + "?sorted=true");
                client.get("/v2/keys/training?wait=true&recursive=true&waitIndex=10");
            }
        } catch (IOException e) {
            throw new IllegalStateException("the load failed: " + e, e);
        }
    }
}
