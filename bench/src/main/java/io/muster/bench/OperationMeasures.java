package io.muster.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/// The measures of [OperationBench], taken of one peer.
final class OperationMeasures {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration SLICE = Duration.ofSeconds(5);
    private static final int CLIENTS = 64;
    private static final int THREADS = 2;
    private static final String MARK = "/mark";

    private final List<String> program;
    private final Path data;
    private final OperationBench.Options options;
    private final Wrk wrk;

    /// What is measured.
    enum Figure {
        FAILOVER("kill -9 of the leader to the next acknowledged write, median (highest)"),
        CPU("processor time of three members a write, 64 clients"),
        RESTART("restart of all members, until each answers"),
        CATCH_UP("catch-up of a member that was down"),
        MEMORY("memory of the leader with many keys of 1 KB, resident"),
        SNAPSHOT_P99("p99 of writes beside snapshots of those keys, 64 clients");

        private final String title;

        Figure(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /// @param program the executable and any flags that come before the common ones
    /// @param data where data and logs go
    OperationMeasures(List<String> program, Path data, OperationBench.Options options) {
        this.program = program;
        this.data = data;
        this.options = options;
        this.wrk = new Wrk(data.resolve("scripts"));
    }

    /// Takes all of them, one after the other.
    void run(BiConsumer<Figure, String> report) throws IOException {
        try (StaticCluster cluster = StaticCluster.start(program, data.resolve("small"), 3)) {
            wrk.run("write", "", leaderOf(cluster), CLIENTS, THREADS, SLICE);
            report.accept(Figure.CPU, processorPerWrite(cluster));
            report.accept(Figure.FAILOVER, failover(cluster));
            writeUntil(cluster, options.writes());
            report.accept(Figure.RESTART, restart(cluster));
            report.accept(Figure.CATCH_UP, catchUp(cluster));
        }
        List<String> oftenSnapshotted = new ArrayList<>(program);
        oftenSnapshotted.add("--snapshot-count=10000");
        try (StaticCluster cluster = StaticCluster.start(oftenSnapshotted, data.resolve("large"), 3)) {
            fill(leaderOf(cluster));
            long pid = cluster.process(cluster.leader()).pid();
            report.accept(Figure.MEMORY, ProcessFigures.residentBytes(pid) / (1 << 20) + " MB");
            Wrk.Figure beside = wrk.run("write", "", leaderOf(cluster), CLIENTS, THREADS, SLICE.multipliedBy(4));
            report.accept(
                    Figure.SNAPSHOT_P99,
                    String.format(Locale.ROOT, "%.1f ms at %.0f/s", beside.p99().toNanos() / 1e6, beside.perSecond()));
        }
    }

    private String processorPerWrite(StaticCluster cluster) throws IOException {
        Duration before = processor(cluster);
        Wrk.Figure figure = wrk.run("write", "", leaderOf(cluster), CLIENTS, THREADS, SLICE);
        Duration used = processor(cluster).minus(before);
        double writes = figure.perSecond() * SLICE.toSeconds();
        return String.format(Locale.ROOT, "%.0f µs", used.toNanos() / 1e3 / writes);
    }

    private static Duration processor(StaticCluster cluster) throws IOException {
        Duration sum = Duration.ZERO;
        for (int i = 0; i < cluster.size(); i++) {
            sum = sum.plus(ProcessFigures.processorTime(cluster.process(i).pid()));
        }
        return sum;
    }

    private String failover(StaticCluster cluster) {
        List<Duration> missed = new ArrayList<>();
        for (int kill = 0; kill < options.kills(); kill++) {
            int leader = cluster.leader();
            long start = System.nanoTime();
            cluster.process(leader).kill();
            missed.add(Duration.ofNanos(firstWriteWithout(cluster, leader) - start));
            cluster.restart(leader);
            cluster.awaitHealthy();
        }
        List<Duration> sorted = missed.stream().sorted().toList();
        return seconds(sorted.get(sorted.size() / 2)) + " (" + seconds(sorted.getLast()) + ")";
    }

    /// When the first write was acknowledged, by [System#nanoTime]. A survivor may hold a write for seconds before it
    /// gives it up, so each is asked anew all the time, and nobody waits for the answer to the question before.
    private static long firstWriteWithout(StaticCluster cluster, int dead) {
        List<V2Client> survivors = IntStream.range(0, cluster.size())
                .filter(member -> member != dead)
                .mapToObj(cluster::client)
                .toList();
        CompletableFuture<Long> first = new CompletableFuture<>();
        Eventually.await("a write after the leader's death", LIMIT, () -> {
            survivors.forEach(survivor -> Thread.startVirtualThread(() -> {
                try {
                    if (survivor.set(MARK, "x").ok()) {
                        first.complete(System.nanoTime());
                    }
                } catch (IOException e) {
                    // gave it up; another is on its way
                }
            }));
            return first.isDone();
        });
        return first.join();
    }

    private String restart(StaticCluster cluster) {
        IntStream.range(0, cluster.size())
                .forEach(member -> cluster.process(member).kill());
        long start = System.nanoTime();
        IntStream.range(0, cluster.size()).forEach(cluster::restart);
        for (int member = 0; member < cluster.size(); member++) {
            V2Client client = cluster.client(member);
            Eventually.await("a member to answer again", LIMIT, client::healthy);
        }
        return seconds(Duration.ofNanos(System.nanoTime() - start));
    }

    private String catchUp(StaticCluster cluster) throws IOException {
        int behind = (cluster.leader() + 1) % cluster.size();
        cluster.process(behind).kill();
        writeUntil(cluster, indexOf(leaderOf(cluster)) + options.writes() / 2);
        String mark = "after " + indexOf(leaderOf(cluster));
        leaderOf(cluster).set(MARK, mark);
        long start = System.nanoTime();
        cluster.restart(behind);
        V2Client client = cluster.client(behind);
        Eventually.await("a member to catch up", LIMIT, () -> client.get("/v2/keys" + MARK)
                .json()
                .path("node")
                .path("value")
                .asText()
                .equals(mark));
        return seconds(Duration.ofNanos(System.nanoTime() - start));
    }

    private void writeUntil(StaticCluster cluster, long index) throws IOException {
        while (indexOf(leaderOf(cluster)) < index) {
            wrk.run("write", "", leaderOf(cluster), CLIENTS, THREADS, SLICE);
        }
    }

    private static long indexOf(V2Client client) throws IOException {
        return client.set(MARK, "x").json().path("node").path("modifiedIndex").asLong();
    }

    private void fill(V2Client client) {
        String value = "x".repeat(1024);
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.submit(() -> {
                    for (int key = next.incrementAndGet(); key <= options.keys(); key = next.incrementAndGet()) {
                        V2Client.Reply reply = client.set("/fill/" + key, value);
                        if (!reply.ok()) {
                            throw new IllegalStateException("a key could not be written: " + reply);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the keys could not be written: " + e, e);
        }
    }

    private static V2Client leaderOf(StaticCluster cluster) {
        return cluster.client(cluster.leader());
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
    }
}
