package io.muster.bench.watch;

import com.sun.management.UnixOperatingSystemMXBean;
import io.muster.bench.Directories;
import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.RealEtcd;
import io.muster.bench.StaticCluster;
import io.muster.bench.V2Client;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// `./muster bench watches`: what do many watches on one member cost, and how soon does the last of them hear of a
/// write, beside real etcd? The servers run one after the other; nothing else is measured meanwhile.
public final class WatchBench {
    private static final String HEAP = "-Xmx512m";
    private static final int WRITES = 500;
    private static final int WARM_UP_WATCHES = 100;
    private static final int WARM_UP_ROUNDS = 100;
    private static final int FILES_TO_SPARE = 100;
    private static final int FILES_OF_HABIT = 5;
    private static final Duration RELEASE_LIMIT = Duration.ofSeconds(30);

    private final PrintStream out;
    private final WatchOptions options;

    private WatchBench(PrintStream out, WatchOptions options) {
        this.out = out;
        this.options = options;
    }

    public static void main(String[] args) throws IOException {
        try {
            new WatchBench(System.out, WatchOptions.parse(args)).run();
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException {
        requireFiles();
        Files.createDirectories(options.directory());
        Path data = Files.createTempDirectory(options.directory(), "watches-");
        try {
            Map<Kind, Map<String, Measured>> table = new LinkedHashMap<>();
            // The launcher replaces the shell, so the pid stays that of the server.
            String ours = Image.current().program("keyspace-server").toString();
            measure("muster", List.of("env", "MUSTER_JAVA_OPTS=" + HEAP, ours), data, table);
            Optional<RealEtcd> etcd = RealEtcd.find();
            if (etcd.isPresent()) {
                measure("etcd " + etcd.get().version(), etcd.get().command(), data, table);
            } else {
                out.println("no real etcd with a v2 API on the PATH (Debian: apt-get install etcd-server): no ratios");
            }
            out.printf(
                    "one member each, ours with %s, %d processors%n",
                    HEAP, Runtime.getRuntime().availableProcessors());
            table.forEach((kind, measured) -> new WatchTable(out).print(kind, count(kind), measured));
        } finally {
            Directories.delete(data);
        }
    }

    private void measure(String peer, List<String> program, Path data, Map<Kind, Map<String, Measured>> table)
            throws IOException {
        for (Kind kind : Kind.values()) {
            Path folder = data.resolve(kind.word()).resolve(peer.split(" ", 2)[0]);
            // A server of its own: memory that an earlier crowd has left would hide what this one costs.
            try (StaticCluster server = StaticCluster.start(program, folder, 1);
                    CrowdProcess crowd =
                            CrowdProcess.start(URI.create(server.client(0).base()))) {
                ServerSight sight = new ServerSight(server.process(0).pid(), server.client(0));
                warmUp(crowd, kind, sight);
                table.computeIfAbsent(kind, _ -> new LinkedHashMap<>()).put(peer, under(crowd, kind, sight));
            }
        }
    }

    private Measured under(CrowdProcess crowd, Kind kind, ServerSight sight) throws IOException {
        OptionalDouble heapBefore = sight.liveHeapBytes();
        double residentBefore = sight.residentBytes();
        int filesBefore = sight.openFiles();

        Duration opened = crowd.open(kind, count(kind));
        double resident = sight.residentBytes() - residentBefore;
        if (sight.watchers() != count(kind)) {
            throw new IllegalStateException("the server says that " + sight.watchers() + " watch, not " + count(kind));
        }
        List<Duration> writes = writes(sight.client());
        OptionalDouble heapAfter = sight.liveHeapBytes();
        List<Duration> wakes = new ArrayList<>();
        double processorBefore = sight.processorMillis();
        for (int round = 0; round < options.rounds(); round++) {
            wakes.add(crowd.wake());
            crowd.watchAgain(kind);
        }
        double processor = (sight.processorMillis() - processorBefore) / options.rounds();

        long left = System.nanoTime();
        crowd.leave();
        Eventually.await(
                "the server to let go of its watches",
                RELEASE_LIMIT,
                () -> sight.watchers() == 0 && sight.openFiles() <= filesBefore + FILES_OF_HABIT);
        Duration released = Duration.ofNanos(System.nanoTime() - left);
        OptionalDouble heap = heapAfter.isPresent() && heapBefore.isPresent()
                ? OptionalDouble.of((heapAfter.getAsDouble() - heapBefore.getAsDouble()) / count(kind))
                : OptionalDouble.empty();
        return new Measured(
                opened, resident / count(kind), heap, wakes.stream().sorted().toList(), processor, writes, released);
    }

    // Few watches, woken often: what runs has been compiled, and hardly any memory has been touched.
    private void warmUp(CrowdProcess crowd, Kind kind, ServerSight sight) throws IOException {
        writes(sight.client());
        crowd.open(kind, WARM_UP_WATCHES);
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            crowd.wake();
            crowd.watchAgain(kind);
        }
        crowd.leave();
        Eventually.await("the first watches to be gone", RELEASE_LIMIT, () -> sight.watchers() == 0);
    }

    private static List<Duration> writes(V2Client client) throws IOException {
        List<Duration> writes = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
            long begun = System.nanoTime();
            if (!client.set("/elsewhere", "x").ok()) {
                throw new IllegalStateException("a write was refused");
            }
            writes.add(Duration.ofNanos(System.nanoTime() - begun));
        }
        return writes.stream().sorted().toList();
    }

    private int count(Kind kind) {
        return switch (kind) {
            case POLL -> options.polls();
            case STREAM -> options.streams();
        };
    }

    private void requireFiles() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long most = system.getMaxFileDescriptorCount();
            int needed = Math.max(options.polls(), options.streams()) + FILES_TO_SPARE;
            if (most < needed) {
                throw new IllegalArgumentException("a process may open " + most + " files here, " + needed
                        + " are needed; raise it with ulimit -n, or ask for fewer with --polls=N");
            }
        }
    }
}
