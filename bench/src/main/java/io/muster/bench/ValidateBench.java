package io.muster.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `./muster bench validate`: what does it cost to check one file of 10 KB from a fresh process, beside Debian's
/// `cloud-init schema`? Both get the same file, whose keys both know, and take turns; GNU time counts.
public final class ValidateBench {
    private static final int BYTES = 10_000;
    private static final String TIME = "/usr/bin/time";
    private static final String HEAD = """
            #cloud-config
            hostname: core-01
            ssh_authorized_keys:
              - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExample someone
            users:
              - name: joe
                gecos: Joe
                shell: /bin/bash
                ssh_authorized_keys:
                  - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExample joe
            write_files:
            """;
    private static final String ENTRY = """
              - path: /etc/app/part-%02d.conf
                permissions: "0644"
                owner: root:root
                content: |
                  listen = 0.0.0.0
                  level = info
            """;

    private final PrintStream out;
    private final int runs;

    private ValidateBench(PrintStream out, int runs) {
        this.out = out;
        this.runs = runs;
    }

    /// Prints the table.
    ///
    /// @param args `--runs=N`
    public static void main(String[] args) throws IOException {
        int runs = Arrays.stream(args)
                .filter(arg -> arg.matches("--runs=[1-9][0-9]{0,3}"))
                .mapToInt(arg -> Integer.parseInt(arg.substring("--runs=".length())))
                .findFirst()
                .orElse(15);
        try {
            new ValidateBench(System.out, runs).run();
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /// One process from start to end.
    private record Run(double wallMillis, double processorMillis, double residentMegabytes) {}

    private void run() throws IOException {
        if (!Files.isExecutable(Path.of(TIME))) {
            throw new IllegalStateException("there is no " + TIME + " to measure with (Debian: apt-get install time)");
        }
        Path folder = Files.createTempDirectory("muster-validate-");
        try {
            Path file = Files.writeString(folder.resolve("user-data"), document());
            Map<String, List<String>> peers = new LinkedHashMap<>();
            peers.put(
                    "muster",
                    List.of(Image.current().program("node-agent").toString(), "validate", "--strict", file.toString()));
            if (isOnPath("cloud-init")) {
                peers.put("cloud-init", List.of("cloud-init", "schema", "--config-file", file.toString()));
            } else {
                out.println("no cloud-init on the PATH (Debian: apt-get install cloud-init, which may configure this"
                        + " machine when it boots): no comparison");
            }
            out.printf(
                    "%d bytes, a fresh process each time, %d processors, median (lowest–highest) of %d%n",
                    Files.size(file), Runtime.getRuntime().availableProcessors(), runs);
            measure(peers, folder).forEach(this::print);
        } finally {
            Directories.delete(folder);
        }
    }

    private Map<String, List<Run>> measure(Map<String, List<String>> peers, Path folder) throws IOException {
        Map<String, List<Run>> measured = new LinkedHashMap<>();
        for (int i = 0; i <= runs; i++) {
            for (Map.Entry<String, List<String>> peer : peers.entrySet()) {
                Run run = time(peer.getValue(), folder);
                // the first brings the files into memory
                if (i > 0) {
                    measured.computeIfAbsent(peer.getKey(), name -> new ArrayList<>())
                            .add(run);
                }
            }
        }
        return measured;
    }

    private static Run time(List<String> command, Path folder) throws IOException {
        Path figures = folder.resolve("figures");
        Path output = folder.resolve("output");
        List<String> timed = new ArrayList<>(List.of(TIME, "-o", figures.toString(), "-f", "%e %U %S %M"));
        timed.addAll(command);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(timed)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            int status = process.waitFor();
            double wallMillis = (System.nanoTime() - start) / 1e6;
            if (status != 0) {
                throw new IllegalStateException(
                        "%s ended with %d:%n%s".formatted(command, status, Files.readString(output)));
            }
            String[] words =
                    Files.readString(figures, StandardCharsets.UTF_8).strip().split(" ", -1);
            return new Run(
                    wallMillis,
                    (Double.parseDouble(words[1]) + Double.parseDouble(words[2])) * 1000,
                    Double.parseDouble(words[3]) / 1024);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command + " ran", e);
        }
    }

    private void print(String peer, List<Run> measured) {
        out.printf(
                "  %-11s wall %s ms  processor %s ms  resident %s MB%n",
                peer,
                figure(measured.stream().map(Run::wallMillis).toList()),
                figure(measured.stream().map(Run::processorMillis).toList()),
                figure(measured.stream().map(Run::residentMegabytes).toList()));
    }

    private static String figure(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return "%.0f (%.0f–%.0f)".formatted(sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /// Users and files, as both know them, up to the size.
    private static String document() {
        StringBuilder text = new StringBuilder(HEAD);
        for (int i = 0; text.length() < BYTES - ENTRY.length(); i++) {
            text.append(ENTRY.formatted(i));
        }
        return text.toString();
    }
}
