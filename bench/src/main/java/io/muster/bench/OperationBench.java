package io.muster.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `./muster bench operation`: what an operator feels of three members, beside three real etcd: how long a lost leader
/// is missed, how long a restart and a catch-up take, what many keys cost, what a snapshot does to writers.
///
/// One peer after the other, each alone on the machine, with the same load.
public final class OperationBench {
    private final PrintStream out;
    private final Options options;

    /// @param kills how often the leader is killed
    /// @param writes how many writes the log holds before the restart; a member misses half as many
    /// @param keys how many keys of 1 KB memory is measured at
    record Options(int kills, int writes, int keys, Path directory) {
        static Options parse(List<String> args) {
            int kills = 10;
            int writes = 1_000_000;
            int keys = 200_000;
            Path directory = Path.of("bench/target/data");
            for (String arg : args) {
                String value = arg.substring(arg.indexOf('=') + 1);
                switch (arg.split("=", 2)[0]) {
                    case "--kills" -> kills = Integer.parseInt(value);
                    case "--writes" -> writes = Integer.parseInt(value);
                    case "--keys" -> keys = Integer.parseInt(value);
                    case "--dir" -> directory = Path.of(value);
                    default ->
                        throw new IllegalArgumentException(
                                "unknown option " + arg + "; there are --kills=N --writes=N --keys=N --dir=FOLDER");
                }
            }
            return new Options(kills, writes, keys, directory.toAbsolutePath());
        }
    }

    private OperationBench(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    public static void main(String[] args) throws IOException {
        try {
            new OperationBench(System.out, Options.parse(List.of(args))).run();
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException {
        Files.createDirectories(options.directory());
        Map<String, List<String>> programs = new LinkedHashMap<>();
        programs.put(
                "muster", List.of(Image.current().program("keyspace-server").toString()));
        RealEtcd.find().ifPresent(real -> programs.put("etcd " + real.version(), real.command()));

        Map<OperationMeasures.Figure, List<String>> table = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> program : programs.entrySet()) {
            Path data = Files.createTempDirectory(options.directory(), "operation-");
            try {
                new OperationMeasures(program.getValue(), data, options).run((figure, value) -> {
                    table.computeIfAbsent(figure, _ -> new ArrayList<>()).add(value);
                    out.printf(Locale.ROOT, "%-12s %-55s %s%n", program.getKey(), figure.title(), value);
                });
            } finally {
                Directories.delete(data);
            }
        }
        out.printf("%n| | %s |%n|---%s|%n", String.join(" | ", programs.keySet()), "|---".repeat(programs.size()));
        table.forEach((figure, values) -> out.printf("| %s | %s |%n", figure.title(), String.join(" | ", values)));
    }
}
