package io.muster.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// `./muster bench container`: how long after `docker start` a new member on its own confirms the first write, beside
/// real etcd in a container made the same way. They take turns.
public final class ContainerBench {
    private static final String OURS = "muster:latest";
    private static final String THEIRS = "muster-bench-etcd";
    private static final String NAME = "muster-bench";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final List<String> FLAGS =
            List.of("--listen-client-urls=http://0.0.0.0:2379", "--advertise-client-urls=http://127.0.0.1:2379");

    private ContainerBench() {}

    /// Runs it, and prints the table.
    ///
    /// @param args `--rounds=N` starts of each
    public static void main(String[] args) throws IOException {
        int rounds = 10;
        for (String arg : args) {
            if (!arg.matches("--rounds=[1-9][0-9]{0,3}")) {
                System.err.println("unknown option " + arg + "; there is --rounds=N");
                System.exit(1);
            }
            rounds = Integer.parseInt(arg.substring(arg.indexOf('=') + 1));
        }
        Map<String, List<String>> peers = new LinkedHashMap<>();
        peers.put("muster", Stream.concat(Stream.of(OURS), FLAGS.stream()).toList());
        Optional<RealEtcd> etcd = RealEtcd.find();
        if (etcd.isPresent()) {
            pack(etcd.get());
            peers.put(
                    "etcd " + etcd.get().version(),
                    Stream.concat(Stream.of(THEIRS, "real-etcd", "--enable-v2"), FLAGS.stream())
                            .toList());
        }
        Map<String, List<Double>> waits = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            for (var peer : peers.entrySet()) {
                double millis = firstWrite(peer.getValue());
                if (round >= 0) {
                    waits.computeIfAbsent(peer.getKey(), _ -> new ArrayList<>()).add(millis);
                }
            }
        }
        System.out.printf("from docker start to the first confirmed write, median (lowest–highest) of %d%n", rounds);
        waits.forEach((peer, millis) -> {
            List<Double> sorted = millis.stream().sorted().toList();
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %6.0f ms (%.0f–%.0f)%n",
                    peer,
                    sorted.get(sorted.size() / 2),
                    sorted.getFirst(),
                    sorted.getLast());
        });
    }

    /// A real etcd that has the same way to go: our image with its program.
    private static void pack(RealEtcd etcd) throws IOException {
        Path context = Files.createTempDirectory("muster-etcd-");
        try {
            Files.copy(etcd.program(), context.resolve("real-etcd"));
            Files.writeString(context.resolve("Dockerfile"), "FROM " + OURS + "\nCOPY real-etcd /usr/bin/\n");
            docker("build", "-q", "-t", THEIRS, context.toString());
        } finally {
            Directories.delete(context);
        }
    }

    private static double firstWrite(List<String> image) throws IOException {
        int port = Ports.free(1);
        List<String> create = new ArrayList<>(List.of("create", "--name", NAME, "-p", "127.0.0.1:" + port + ":2379"));
        create.addAll(image);
        docker(create.toArray(String[]::new));
        try {
            V2Client client = new V2Client("http://127.0.0.1:" + port);
            long started = System.nanoTime();
            docker("start", NAME);
            Eventually.await(
                    "a write", LIMIT, () -> client.set("/first", "write").ok());
            return (System.nanoTime() - started) / 1e6;
        } finally {
            docker("rm", "--force", "--volumes", NAME);
        }
    }

    private static void docker(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
