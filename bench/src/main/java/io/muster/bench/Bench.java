package io.muster.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// `./muster bench`: how many writes and reads a second do three members acknowledge, and how many does real etcd?
///
/// One generator for both, requests to the leader, the same file system, the same warm-up; the peers take turns within
/// each round, so that a busy machine is busy for both.
public final class Bench {
    static final int KEYS = 10_000;
    private static final List<Integer> CLIENTS = List.of(1, 16, 64, 256);
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    // A lone client asks so seldom that a JVM needs this long to have compiled what serves it.
    private static final Duration LONE_WARM_UP = Duration.ofSeconds(20);
    private static final int THREADS_MAX = 2;

    private final PrintStream out;
    private final Wrk wrk;
    private final Options options;
    private final Map<String, StaticCluster> peers = new LinkedHashMap<>();

    /// @param rounds how often each cell of the table is measured
    /// @param seconds how long each measurement lasts
    /// @param kinds what is measured: `write`, `read`, `quorum-read`
    record Options(int rounds, int seconds, List<String> kinds, Path directory) {
        static Options parse(String[] args) {
            int rounds = 3;
            int seconds = 5;
            List<String> kinds = List.of("write", "read", "quorum-read");
            Path directory = Path.of("bench/target/data");
            for (String arg : args) {
                String value = arg.substring(arg.indexOf('=') + 1);
                switch (arg.split("=", 2)[0]) {
                    case "--rounds" -> rounds = Integer.parseInt(value);
                    case "--seconds" -> seconds = Integer.parseInt(value);
                    case "--kinds" -> kinds = List.of(value.split(","));
                    case "--dir" -> directory = Path.of(value);
                    default ->
                        throw new IllegalArgumentException("unknown option " + arg
                                + "; there are --rounds=N --seconds=N --kinds=write,read,quorum-read --dir=FOLDER");
                }
            }
            return new Options(rounds, seconds, kinds, directory.toAbsolutePath());
        }
    }

    private Bench(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
        this.wrk = new Wrk(options.directory().resolve("scripts"));
    }

    public static void main(String[] args) throws IOException {
        try {
            new Bench(System.out, Options.parse(args)).run();
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException {
        Files.createDirectories(options.directory());
        Path data = Files.createTempDirectory(options.directory(), "run-");
        String fileSystem = Files.getFileStore(data).type();
        if (fileSystem.equals("tmpfs")) {
            throw new IllegalArgumentException(
                    data + " is on a tmpfs, which forgets to be a disk; name another folder with --dir=FOLDER");
        }
        try {
            startPeers(data);
            out.printf(
                    "file system %s, %d processors%n",
                    fileSystem, Runtime.getRuntime().availableProcessors());
            peers.values().forEach(this::warmUp);
            options.kinds().forEach(this::measure);
        } finally {
            peers.values().forEach(StaticCluster::close);
            Directories.delete(data);
        }
    }

    private void startPeers(Path data) {
        List<String> ours = List.of(Image.current().program("keyspace-server").toString());
        peers.put("muster", StaticCluster.start(ours, data.resolve("muster"), 3));
        Optional<RealEtcd> etcd = RealEtcd.find();
        if (etcd.isPresent()) {
            RealEtcd real = etcd.get();
            peers.put("etcd " + real.version(), StaticCluster.start(real.command(), data.resolve("etcd"), 3));
        } else {
            out.println("no real etcd with a v2 API on the PATH (Debian: apt-get install etcd-server): no ratios");
        }
    }

    private void warmUp(StaticCluster peer) {
        V2Client leader = peer.client(peer.leader());
        IntStream.rangeClosed(1, KEYS).parallel().forEach(i -> {
            try {
                V2Client.Reply reply = leader.set("/bench/" + i, "x".repeat(100));
                if (!reply.ok()) {
                    throw new IllegalStateException("a key could not be written before the measurement: " + reply);
                }
            } catch (IOException e) {
                throw new IllegalStateException("a key could not be written before the measurement", e);
            }
        });
        wrk.run("write", "", leader, 64, THREADS_MAX, WARM_UP);
        wrk.run("read", "", leader, 64, THREADS_MAX, WARM_UP);
    }

    private void measure(String kind) {
        out.printf("%n%ss, median (lowest–highest) of %d × %d s%n", kind, options.rounds(), options.seconds());
        for (int clients : CLIENTS) {
            Map<String, Integer> threads = new HashMap<>();
            peers.forEach((name, peer) -> threads.put(name, fittingThreads(kind, peer, clients)));
            Map<String, Figures> cells = new LinkedHashMap<>();
            for (int round = 0; round < options.rounds(); round++) {
                peers.forEach((name, peer) -> cells.computeIfAbsent(name, n -> new Figures())
                        .add(once(kind, peer, clients, threads.getOrDefault(name, 1))));
            }
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%4d clients", clients));
            cells.forEach((name, figures) ->
                    line.append("  ").append(name).append(' ').append(figures));
            List<Figures> both = List.copyOf(cells.values());
            if (both.size() == 2) {
                double ratio =
                        both.getFirst().medianPerSecond() / both.getLast().medianPerSecond();
                line.append(String.format(Locale.ROOT, "  ratio %.2f", ratio));
            }
            out.println(line);
        }
    }

    /// The load generator shares the processors with the peers. How many of its threads let a peer do most differs from
    /// one peer to the other, so each gets what suits it; the trials warm up for the shape of the load, too.
    private int fittingThreads(String kind, StaticCluster peer, int clients) {
        if (clients == 1) {
            var _ = once(kind, peer, 1, 1, LONE_WARM_UP);
            return 1;
        }
        int fitting = 1;
        double most = 0;
        for (int threads = 1; threads <= THREADS_MAX; threads++) {
            double perSecond = once(kind, peer, clients, threads).perSecond();
            if (perSecond > most) {
                most = perSecond;
                fitting = threads;
            }
        }
        return fitting;
    }

    private Wrk.Figure once(String kind, StaticCluster peer, int clients, int threads) {
        return once(kind, peer, clients, threads, Duration.ofSeconds(options.seconds()));
    }

    private Wrk.Figure once(String kind, StaticCluster peer, int clients, int threads, Duration length) {
        V2Client leader = peer.client(peer.leader());
        return switch (kind) {
            case "write", "read" -> wrk.run(kind, "", leader, clients, threads, length);
            case "quorum-read" -> wrk.run("read", "?quorum=true", leader, clients, threads, length);
            default ->
                throw new IllegalArgumentException("unknown kind " + kind + "; there are write, read, quorum-read");
        };
    }
}
