package io.muster.bench;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// `./muster bench etcdctl`: how long a user waits for `etcdctl get`, once and a hundred times in a shell's loop,
/// beside the original's etcdctl where one is installed. All ask the same member of ours, and take turns.
public final class EtcdctlBench {
    private static final int LOOP = 100;
    private static final int WARM_UP = 5;

    private final PrintStream out;
    private final int rounds;
    private final int loops;

    private EtcdctlBench(PrintStream out, int rounds, int loops) {
        this.out = out;
        this.rounds = rounds;
        this.loops = loops;
    }

    /// Runs it, and prints the table.
    ///
    /// @param args `--rounds=N` single commands of each, `--loops=N` loops of each
    public static void main(String[] args) throws IOException {
        int rounds = 40;
        int loops = 3;
        for (String arg : args) {
            String value = arg.substring(arg.indexOf('=') + 1);
            switch (arg.split("=", 2)[0]) {
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--loops" -> loops = Integer.parseInt(value);
                default -> {
                    System.err.println("unknown option " + arg + "; there are --rounds=N --loops=N");
                    System.exit(1);
                }
            }
        }
        new EtcdctlBench(System.out, rounds, loops).run();
    }

    private void run() throws IOException {
        Path directory = Files.createTempDirectory("muster-etcdctl-");
        List<String> server = List.of(Image.current().program("keyspace-server").toString());
        try (StaticCluster cluster = StaticCluster.start(server, directory, 1)) {
            cluster.client(0).set("/bench", "value");
            Map<String, String> programs = new LinkedHashMap<>();
            programs.put("muster", Image.current().program("etcdctl").toString());
            original().ifPresent(path -> programs.put("original (Go)", path.toString()));

            Map<String, List<Double>> single = measure(programs, rounds, "get /bench", cluster.clientUrl(0));
            Map<String, List<Double>> unsynced =
                    measure(programs, rounds, "--no-sync get /bench", cluster.clientUrl(0));
            Map<String, List<Double>> looped = new LinkedHashMap<>();
            for (int i = 0; i < loops; i++) {
                programs.forEach((name, program) -> looped.computeIfAbsent(name, _ -> new ArrayList<>())
                        .add(millis(
                                List.of(
                                        "sh",
                                        "-c",
                                        "for i in $(seq " + LOOP + "); do \"$0\" get /bench; done >/dev/null",
                                        program),
                                cluster.clientUrl(0))));
            }
            out.printf("| | %s |%n|---%s|%n", String.join(" | ", programs.keySet()), "|---".repeat(programs.size()));
            print("`etcdctl get`", single);
            print("`etcdctl --no-sync get`", unsynced);
            print("`for i in $(seq " + LOOP + "); do etcdctl get; done`", looped);
        } finally {
            Directories.delete(directory);
        }
    }

    private static Map<String, List<Double>> measure(
            Map<String, String> programs, int rounds, String words, String url) {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Map.Entry<String, String> program : programs.entrySet()) {
                List<String> command = new ArrayList<>(List.of(program.getValue()));
                command.addAll(List.of(words.split(" ", -1)));
                double time = millis(command, url);
                if (round >= 0) {
                    times.computeIfAbsent(program.getKey(), _ -> new ArrayList<>())
                            .add(time);
                }
            }
        }
        return times;
    }

    private static double millis(List<String> command, String url) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("ETCDCTL_API", "2");
        builder.environment().put("ETCDCTL_ENDPOINTS", url);
        try {
            long begin = System.nanoTime();
            int code = builder.start().waitFor();
            double millis = (System.nanoTime() - begin) / 1e6;
            if (code != 0) {
                throw new IllegalStateException(command + " ended with exit code " + code);
            }
            return millis;
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    private void print(String what, Map<String, List<Double>> times) {
        List<String> cells = new ArrayList<>();
        times.values().forEach(each -> {
            List<Double> sorted = each.stream().sorted().toList();
            cells.add(String.format(
                    Locale.ROOT,
                    "%.0f ms (%.0f–%.0f)",
                    sorted.get(sorted.size() / 2),
                    Collections.min(sorted),
                    Collections.max(sorted)));
        });
        out.printf("| %s | %s |%n", what, String.join(" | ", cells));
    }

    // Debian's knows the v2 API, too.
    private static Optional<Path> original() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "etcdctl"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
