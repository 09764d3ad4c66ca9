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
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Makes the ahead-of-time caches of an image (JEP 483): the JVM notes which classes a process loads, and what it noted
/// is laid down beside the jars. A member rejoins its cluster and serves a mixed load; etcdctl rehearses its verbs.
/// With its cache a server needs about half the time until it serves, etcdctl a third until it has answered.
///
/// The profiles of hot methods (JEP 515) are left out: code compiled by those of one such run stayed slower than what
/// the JVM makes of its own, a fifth for a lone writer.
final class TrainingRun {
    private static final Duration CACHE_LIMIT = Duration.ofMinutes(3);
    private static final String RECORD = "-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -XX:AOTCacheOutput=";
    private static final List<String> COMMANDS = List.of(
            "mkdir /rehearsal",
            "set /rehearsal/a 1",
            "-o json set --ttl 100 /rehearsal/a 2",
            "get /rehearsal/a",
            "-o extended get --quorum /rehearsal/a",
            "update /rehearsal/a 3",
            "mk --in-order /rehearsal/queue 4",
            "ls --sort --recursive -p /rehearsal",
            "watch --after-index 1 --recursive /",
            "rm --with-value 3 /rehearsal/a",
            "rm --recursive /rehearsal",
            "member list",
            "cluster-health",
            "--version");
    private static final int CLIENTS = 8;
    private static final int ROUNDS = 250;

    private TrainingRun() {}

    /// Trains the programs of [Image#current].
    ///
    /// @param args where the caches go
    public static void main(String[] args) throws IOException {
        Path caches = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
        // what a start finds it uses, and cannot make another
        Files.deleteIfExists(caches.resolve("servers.aot"));
        Files.deleteIfExists(caches.resolve("etcdctl.aot"));
        Path data = Files.createTempDirectory("muster-training-");
        List<String> server = List.of(Image.current().program("keyspace-server").toString());
        try (StaticCluster cluster = StaticCluster.start(server, data, 3)) {
            load(cluster.client(0));
            rehearse(cluster.clientUrl(0), data);
            cluster.process(0).stop();
            // a plain name, for the launcher takes options apart at blanks; the server runs in this directory
            cluster.restart(0, Map.of("MUSTER_JAVA_OPTS", RECORD + "servers.aot"));
            cluster.awaitHealthy();
            load(cluster.client(0));
            cluster.process(0).stop(CACHE_LIMIT);
            keep(data.resolve("servers.aot"), caches, cluster.process(0).output());
            keep(data.resolve("etcdctl.aot"), caches, Files.readString(data.resolve("rehearsal.log")));
        } finally {
            Directories.delete(data);
        }
    }

    private static void keep(Path made, Path caches, String output) throws IOException {
        if (!Files.exists(made)) {
            throw new IllegalStateException("the JVM made no " + made.getFileName() + ":\n" + output);
        }
        Files.move(made, caches.resolve(made.getFileName()));
    }

    private static void rehearse(String url, Path directory) throws IOException {
        Path lines = Files.write(
                directory.resolve("rehearsal"),
                COMMANDS.stream()
                        .map(command -> "--timeout=20s --total-timeout=30s --endpoints=" + url + " " + command)
                        .toList());
        ProcessBuilder etcdctl = new ProcessBuilder(
                        "sh",
                        "-c",
                        "home=$1; . $home/launch/launch.sh; . $home/launch/etcdctl.sh; cache=;"
                                + " launch io.muster.etcdctl.Rehearsal",
                        "etcdctl",
                        Image.current().home().toString())
                .directory(directory.toFile())
                .redirectInput(lines.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("rehearsal.log").toFile());
        etcdctl.environment().put("MUSTER_JAVA_OPTS", "-XX:AOTCacheOutput=etcdctl.aot");
        Process process = etcdctl.start();
        try {
            if (!process.waitFor(CACHE_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("etcdctl still rehearses");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while etcdctl rehearsed", e);
        } finally {
            process.destroyForcibly();
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
