package io.muster.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `./muster bench tls`: what does TLS cost, for clients and between members, beside real etcd?
///
/// Three members at a time, plain ones and then such with TLS on both ports, the same certificate of an elliptic curve
/// for all. Each is asked for writes and local reads on connections that stay, and for the version on connections that
/// do not, where the handshake is the work.
public final class TlsBench {
    private static final int SIZE = 3;
    private static final int THREADS = 1;
    private static final int CLIENTS = 64;
    private static final int NEWCOMERS = 8;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final List<String> KINDS = List.of("write", "read", "handshake");

    private final PrintStream out;
    private final Path data;
    private final Duration length;
    private final int rounds;
    private final Wrk wrk;

    private TlsBench(PrintStream out, Path data, Duration length, int rounds) {
        this.out = out;
        this.data = data;
        this.length = length;
        this.rounds = rounds;
        this.wrk = new Wrk(data.resolve("scripts"));
    }

    public static void main(String[] args) throws IOException {
        Duration length = Duration.ofSeconds(5);
        int rounds = 3;
        Path directory = Path.of("bench/target/data");
        try {
            for (String arg : args) {
                String value = arg.substring(arg.indexOf('=') + 1);
                switch (arg.split("=", 2)[0]) {
                    case "--seconds" -> length = Duration.ofSeconds(Integer.parseInt(value));
                    case "--rounds" -> rounds = Integer.parseInt(value);
                    case "--dir" -> directory = Path.of(value);
                    default ->
                        throw new IllegalArgumentException(
                                "unknown option " + arg + "; there are --rounds=N --seconds=N --dir=FOLDER");
                }
            }
            Files.createDirectories(directory);
            Path data = Files.createTempDirectory(directory.toAbsolutePath(), "tls-");
            try {
                new TlsBench(System.out, data, length, rounds).run();
            } finally {
                Directories.delete(data);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void run() {
        makeCertificate();
        measure("muster", List.of(Image.current().program("keyspace-server").toString()));
        Optional<RealEtcd> etcd = RealEtcd.find();
        if (etcd.isPresent()) {
            measure("etcd " + etcd.get().version(), etcd.get().command());
        } else {
            out.println("no real etcd with a v2 API on the PATH (Debian: apt-get install etcd-server): no comparison");
        }
    }

    private void measure(String peer, List<String> program) {
        Path folder = data.resolve(peer.split(" ", 2)[0]);
        Map<String, Figures> plain;
        try (StaticCluster cluster = StaticCluster.start(program, folder.resolve("plain"), SIZE)) {
            plain = figures(new V2Client(cluster.clientUrl(cluster.leader())), cluster);
        }
        Map<String, Figures> secured;
        try (StaticCluster cluster = StaticCluster.startSecured(program, folder.resolve("tls"), data, SIZE)) {
            secured = figures(new V2Client(cluster.securedUrl(cluster.leader())), cluster);
        }
        for (String kind : KINDS) {
            Figures without = plain.getOrDefault(kind, new Figures());
            Figures with = secured.getOrDefault(kind, new Figures());
            out.printf(
                    Locale.ROOT,
                    "%-12s %-9s plain %s  tls %s  ratio %.2f%n",
                    peer,
                    kind,
                    without,
                    with,
                    with.medianPerSecond() / without.medianPerSecond());
        }
    }

    private Map<String, Figures> figures(V2Client leader, StaticCluster cluster) {
        fill(cluster.client(cluster.leader()));
        for (String kind : KINDS) {
            var _ = wrk.run(kind, "", leader, clients(kind), THREADS, WARM_UP);
        }
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (String kind : KINDS) {
                figures.computeIfAbsent(kind, _ -> new Figures())
                        .add(wrk.run(kind, "", leader, clients(kind), THREADS, length));
            }
        }
        return figures;
    }

    private static int clients(String kind) {
        return kind.equals("handshake") ? NEWCOMERS : CLIENTS;
    }

    private static void fill(V2Client client) {
        try {
            for (int i = 1; i <= Bench.KEYS; i++) {
                if (!client.set("/bench/" + i, "x".repeat(100)).ok()) {
                    throw new IllegalStateException("a key could not be written before the measurement");
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("a key could not be written before the measurement", e);
        }
    }

    private void makeCertificate() {
        List<String> command = List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=bench",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                data.resolve("key.pem").toString(),
                "-out",
                data.resolve("cert.pem").toString());
        try {
            Process openssl = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (openssl.waitFor() != 0) {
                throw new IllegalStateException("openssl could not make a certificate: " + String.join(" ", command));
            }
        } catch (IOException e) {
            throw new IllegalStateException("openssl is not on the PATH (Debian: apt-get install openssl)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while openssl made a certificate", e);
        }
    }
}
