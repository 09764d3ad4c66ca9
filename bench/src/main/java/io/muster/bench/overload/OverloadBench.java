package io.muster.bench.overload;

import io.muster.bench.Directories;
import io.muster.bench.Image;
import io.muster.bench.StaticCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `./muster bench overload`: what do normal clients feel while others flood the same member, and is anything lost?
///
/// The flood is a process of its own on the same machine. It gives way to the server and to normal clients, as one that
/// comes from elsewhere would.
public final class OverloadBench {
    private static final int WARM_UP_CLIENTS = 100;

    private final PrintStream out;

    private OverloadBench(PrintStream out) {
        this.out = out;
    }

    /// What to do.
    ///
    /// @param warmUp how long normal clients work before anything is measured, beside a few clients of each flood
    /// @param each how long each flood lasts
    /// @param clients of each flood
    /// @param serverFlags more flags for the server
    public record Plan(
            Duration warmUp, Duration each, Map<FloodKind, Integer> clients, List<String> serverFlags, Path directory) {
        public Plan {
            clients = Map.copyOf(clients);
            serverFlags = List.copyOf(serverFlags);
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            run(plan(args), System.out);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /// Measures and prints.
    ///
    /// @throws IllegalStateException when a request of a normal client is refused or lost
    public static void run(Plan plan, PrintStream out) throws IOException, InterruptedException {
        new OverloadBench(out).run(plan);
    }

    private void run(Plan plan) throws IOException, InterruptedException {
        Files.createDirectories(plan.directory());
        Path data = Files.createTempDirectory(plan.directory(), "overload-");
        List<String> program = new ArrayList<>(
                List.of(Image.current().program("keyspace-server").toString()));
        program.addAll(plan.serverFlags());
        try (StaticCluster cluster = StaticCluster.start(program, data, 1)) {
            URI server = URI.create(cluster.clientUrl(0));
            try (NormalClients normal = new NormalClients(server)) {
                warmUp(plan, server, normal);
                NormalClients.Felt quiet = normal.work(plan.each());
                out.println("quiet: " + quiet);
                for (FloodKind kind : FloodKind.values()) {
                    flood(plan, kind, server, normal, quiet);
                }
                out.println(normal.writes() + " writes of normal clients, each acknowledged and read again");
                out.println("refused, by limit: "
                        + cluster.client(0)
                                .get("/metrics")
                                .body()
                                .lines()
                                .filter(line -> line.startsWith("muster_limit_refused_total{"))
                                .map(line -> line.substring("muster_limit_refused_total{limit=".length()))
                                .collect(Collectors.joining(" ")));
            }
        } finally {
            Directories.delete(data);
        }
    }

    // A server that is up for a day has seen a few of each; what its compilers do at the first is not the flood's.
    private static void warmUp(Plan plan, URI server, NormalClients normal) throws IOException, InterruptedException {
        for (FloodKind kind : FloodKind.values()) {
            int few = Math.min(WARM_UP_CLIENTS, plan.clients().getOrDefault(kind, 0));
            try (FloodProcess flood = FloodProcess.start(server, kind, few)) {
                var _ = normal.work(plan.warmUp().dividedBy(FloodKind.values().length));
                var _ = flood.end();
            }
        }
    }

    private void flood(Plan plan, FloodKind kind, URI server, NormalClients normal, NormalClients.Felt quiet)
            throws IOException, InterruptedException {
        int clients = plan.clients().getOrDefault(kind, 0);
        try (FloodProcess flood = FloodProcess.start(server, kind, clients)) {
            NormalClients.Felt felt = normal.work(plan.each());
            double ratio = (double) felt.percentile(99).toNanos()
                    / quiet.percentile(99).toNanos();
            out.printf("%d × %s (%s): %s, p99 %.1f× quiet%n", clients, kind.word(), flood.end(), felt, ratio);
        }
    }

    private static Plan plan(String[] args) {
        Map<FloodKind, Integer> clients = new LinkedHashMap<>(Map.of(
                FloodKind.CONNECTIONS, 25_000,
                FloodKind.BODIES, 16,
                FloodKind.SLOW_HEADS, 2_000,
                FloodKind.WATCHES, 30_000));
        int seconds = 60;
        Path directory = Path.of("bench/target/data");
        for (String arg : args) {
            String value = arg.substring(arg.indexOf('=') + 1);
            switch (arg.split("=", 2)[0]) {
                case "--seconds" -> seconds = Integer.parseInt(value);
                case "--connections" -> clients.put(FloodKind.CONNECTIONS, Integer.parseInt(value));
                case "--bodies" -> clients.put(FloodKind.BODIES, Integer.parseInt(value));
                case "--slow-heads" -> clients.put(FloodKind.SLOW_HEADS, Integer.parseInt(value));
                case "--watches" -> clients.put(FloodKind.WATCHES, Integer.parseInt(value));
                case "--dir" -> directory = Path.of(value);
                default ->
                    throw new IllegalArgumentException("unknown option " + arg
                            + "; there are --seconds=N --connections=N --bodies=N --slow-heads=N --watches=N"
                            + " --dir=FOLDER");
            }
        }
        Duration each = Duration.ofSeconds(seconds);
        return new Plan(each, each, clients, List.of(), directory.toAbsolutePath());
    }
}
