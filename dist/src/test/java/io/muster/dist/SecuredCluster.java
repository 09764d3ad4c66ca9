package io.muster.dist;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.ServerProcess;
import io.muster.keyspace.fixture.TestAuthority;
import io.muster.keyspace.server.tls.TlsFiles;
import io.muster.keyspace.server.tls.UnusableTls;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/// Three members in processes of their own that speak TLS on both ports and demand certificates, by files that can be
/// replaced meanwhile.
final class SecuredCluster implements AutoCloseable {
    static final int SIZE = 3;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final TestAuthority own = new TestAuthority("own");
    private final TestAuthority foreign = new TestAuthority("foreign");
    private final int firstPort = Ports.free(2 * SIZE);
    private final List<ServerProcess> members = new ArrayList<>();
    private final Path directory;

    /// The files of somebody who connects.
    record Client(Path certificate, Path key, Path believed) {
        SSLContext context() throws UnusableTls {
            return new TlsFiles(certificate, key, believed).context();
        }
    }

    private SecuredCluster(Path directory) {
        this.directory = directory;
    }

    /// Starts them and waits until each is healthy.
    static SecuredCluster start(Path directory) throws Exception {
        SecuredCluster cluster = new SecuredCluster(directory);
        cluster.own.write(directory.resolve("own.crt"));
        cluster.trustOwn();
        cluster.replaceCertificate("member");
        try {
            cluster.launch();
            return cluster;
        } catch (RuntimeException | UnusableTls e) {
            cluster.close();
            throw e;
        }
    }

    String clientUrl(int member) {
        return "https://127.0.0.1:" + clientPort(member);
    }

    String peerUrl(int member) {
        return "https://127.0.0.1:" + (clientPort(member) + 1);
    }

    int clientPort(int member) {
        return firstPort + 2 * member;
    }

    /// All ports, of clients and members.
    List<Integer> ports() {
        return IntStream.range(firstPort, firstPort + 2 * SIZE).boxed().toList();
    }

    /// One whose certificate is good.
    Client known(String name) {
        return client(name, own, Instant.now().plus(Duration.ofDays(1)));
    }

    /// One whose certificate is signed by somebody else.
    Client foreign(String name) {
        return client(name, foreign, Instant.now().plus(Duration.ofDays(1)));
    }

    /// One whose certificate is no longer good.
    Client expired(String name) {
        return client(name, own, Instant.now().minusSeconds(60));
    }

    /// Gives the members another certificate, and returns its number.
    BigInteger replaceCertificate(String name) throws IOException {
        TestAuthority.Identity next = own.issue(name, "EC");
        next.write(directory.resolve("next.crt"), directory.resolve("next.key"), true);
        replace("next.key", "member.key");
        replace("next.crt", "member.crt");
        return next.certificate().getSerialNumber();
    }

    /// From now on nobody new whom the own authority has signed is let in.
    void trustForeignOnly() throws IOException {
        foreign.write(directory.resolve("next-ca.crt"));
        replace("next-ca.crt", "ca.crt");
    }

    void trustOwn() throws IOException {
        own.write(directory.resolve("next-ca.crt"));
        replace("next-ca.crt", "ca.crt");
    }

    @Override
    public void close() {
        members.forEach(ServerProcess::kill);
    }

    private void replace(String next, String file) throws IOException {
        Files.move(directory.resolve(next), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    private Client client(String name, TestAuthority signer, Instant until) {
        Client client = new Client(
                directory.resolve(name + ".crt"), directory.resolve(name + ".key"), directory.resolve("own.crt"));
        signer.issue(name, "EC", until).write(client.certificate(), client.key(), true);
        return client;
    }

    private void launch() throws UnusableTls {
        String cluster = IntStream.range(0, SIZE)
                .mapToObj(i -> "m" + i + "=" + peerUrl(i))
                .collect(Collectors.joining(","));
        for (int i = 0; i < SIZE; i++) {
            List<String> command = new ArrayList<>(List.of(
                    Image.current().program("keyspace-server").toString(),
                    "--name=m" + i,
                    "--data-dir=" + directory.resolve("m" + i),
                    "--listen-client-urls=" + clientUrl(i),
                    "--advertise-client-urls=" + clientUrl(i),
                    "--listen-peer-urls=" + peerUrl(i),
                    "--initial-advertise-peer-urls=" + peerUrl(i),
                    "--initial-cluster=" + cluster));
            for (String prefix : List.of("--", "--peer-")) {
                command.add(prefix + "cert-file=" + directory.resolve("member.crt"));
                command.add(prefix + "key-file=" + directory.resolve("member.key"));
                command.add(prefix + "trusted-ca-file=" + directory.resolve("ca.crt"));
                command.add(prefix + "client-cert-auth");
            }
            members.add(ServerProcess.start("m" + i, directory, Map.of(), command));
        }
        try (HttpClient http =
                HttpClient.newBuilder().sslContext(known("first").context()).build()) {
            for (int i = 0; i < SIZE; i++) {
                HttpRequest health = HttpRequest.newBuilder(URI.create(clientUrl(i) + "/health"))
                        .build();
                ServerProcess member = members.get(i);
                Eventually.await("m" + i + " to be healthy", LIMIT, () -> {
                    member.requireAlive();
                    return http.send(health, BodyHandlers.ofString()).body().contains("true");
                });
            }
        }
    }
}
