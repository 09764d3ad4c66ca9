package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.dist.SecuredCluster.Client;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The clients that people have, against members that demand certificates on both ports, and files that are replaced
/// while all are at work.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int REPLACEMENTS = 5;
    private static final int WRITES_BETWEEN = 20;
    private static final String PYTHON = """
            import etcd, sys
            client = etcd.Client(host='127.0.0.1', port=int(sys.argv[1]), protocol='https',
                                 cert=(sys.argv[2], sys.argv[3]), ca_cert=sys.argv[4])
            written = client.write('/python/a', 'x')
            print(client.read('/python/a', quorum=True).value)
            client.write('/python/b/c', 'y', ttl=100)
            print(sorted(node.key for node in client.read('/python', recursive=True).leaves))
            print(client.read('/python/a', wait=True, waitIndex=written.modifiedIndex).action)
            print(len(client.machines))
            try:
                client.read('/python/none')
            except etcd.EtcdKeyNotFound:
                print('not found')
            """;

    private final AtomicInteger next = new AtomicInteger();
    private final Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
    private volatile boolean writing = true;
    private volatile boolean newcomers = true;
    private Path directory;
    private SecuredCluster cluster;
    private Client alice;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        directory = folder;
        Tool.require("curl", "curl");
        cluster = SecuredCluster.start(folder);
        alice = cluster.known("alice");
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void curlIsLetInOnBothPortsWithAGoodCertificateOnly() {
        Command put = curl(alice, "-X", "PUT", "-d", "value=x", cluster.clientUrl(0) + "/v2/keys/curl");
        assertTrue(put.output().contains("\"value\":\"x\""), put.output() + put.errors());
        Command got = curl(alice, cluster.clientUrl(1) + "/v2/keys/curl?quorum=true");
        assertTrue(got.output().contains("\"value\":\"x\""), got.output() + got.errors());
        for (String url : List.of(cluster.clientUrl(2) + "/version", cluster.peerUrl(2) + "/version")) {
            assertEquals(0, curl(alice, url).exitCode());
            for (Client bad : List.of(cluster.foreign("mallory"), cluster.expired("late"))) {
                assertRefused(curl(bad, url));
            }
            assertRefused(Command.run(
                    directory, "curl", "-sS", "--cacert", alice.believed().toString(), url));
        }
    }

    @Test
    void etcdctlIsLetInWithAGoodCertificateOnly() {
        Tool.require("etcdctl", "etcd-client");
        assertEquals("hello\n", etcdctl(alice, "set", "/etcdctl", "hello").output());
        assertEquals("hello\n", etcdctl(alice, "get", "/etcdctl").output());
        Command members = etcdctl(alice, "member", "list");
        assertEquals(SecuredCluster.SIZE, members.output().lines().count(), members.output());
        assertTrue(etcdctl(alice, "cluster-health").output().endsWith("cluster is healthy\n"));
        assertRefused(etcdctl(cluster.foreign("mallory"), "get", "/etcdctl"));
    }

    @Test
    void pythonEtcdIsLetInWithAGoodCertificateOnly() throws IOException {
        Tool.requirePython("etcd", "python3-etcd");
        Path script = directory.resolve("client.py");
        Files.writeString(script, PYTHON);

        Command served = python(script, alice);

        assertEquals(
                "x\n['/python/a', '/python/b/c']\nset\n" + SecuredCluster.SIZE + "\nnot found\n",
                served.output(),
                served.errors());
        assertRefused(python(script, cluster.foreign("mallory")));
    }

    @Test
    void filesThatAreReplacedUnderLoadDropNothingAndWhoIsRevokedStaysOut() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> staying = threads.submit(this::writeOnOneConnection);
            Future<Integer> coming = threads.submit(this::writeOnNewConnections);
            try {
                for (int i = 0; i < REPLACEMENTS; i++) {
                    BigInteger serial = cluster.replaceCertificate("member-" + i);
                    for (int port : cluster.ports()) {
                        Eventually.await("the new certificate at " + port, LIMIT, () -> serial(port), serial::equals);
                    }
                    awaitMoreWrites(List.of(staying, coming));
                }
                newcomers = false;
                coming.get();
                cluster.trustForeignOnly();
                assertRefused(curl(alice, cluster.clientUrl(0) + "/version"));
                assertRefused(curl(alice, cluster.peerUrl(0) + "/version"));
                awaitMoreWrites(List.of(staying));
            } finally {
                cluster.trustOwn();
                newcomers = false;
                writing = false;
            }
            staying.get();
        }
        assertEquals(0, curl(alice, cluster.peerUrl(0) + "/version").exitCode());
        String there =
                curl(alice, cluster.clientUrl(1) + "/v2/keys/load?quorum=true").output();
        for (int number : acknowledged) {
            assertTrue(there.contains("\"key\":\"/load/" + number + "\""), number + " is lost");
        }
        System.out.println(acknowledged.size() + " writes over TLS while files were replaced, none dropped");
    }

    private void awaitMoreWrites(List<Future<Integer>> writers) {
        int before = acknowledged.size();
        Eventually.await("more writes", LIMIT, () -> {
            for (Future<Integer> writer : writers) {
                if (writer.isDone()) {
                    throw new Eventually.Hopeless("a writer gave up: " + writer.exceptionNow());
                }
            }
            return acknowledged.size() >= before + WRITES_BETWEEN;
        });
    }

    private int writeOnOneConnection() throws Exception {
        int done = 0;
        try (HttpClient http =
                HttpClient.newBuilder().sslContext(alice.context()).build()) {
            for (; writing; done++) {
                int number = next.getAndIncrement();
                HttpRequest put = HttpRequest.newBuilder(URI.create(cluster.clientUrl(0) + "/v2/keys/load/" + number))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .PUT(BodyPublishers.ofString("value=x"))
                        .build();
                assertEquals(201, http.send(put, BodyHandlers.ofString()).statusCode());
                acknowledged.add(number);
            }
        }
        return done;
    }

    private int writeOnNewConnections() throws Exception {
        int done = 0;
        for (; newcomers; done++) {
            int number = next.getAndIncrement();
            try (Socket socket = alice.context().getSocketFactory().createSocket("127.0.0.1", cluster.clientPort(0))) {
                socket.getOutputStream()
                        .write(("PUT /v2/keys/load/" + number + "?value=x HTTP/1.1\r\nHost: h\r\n"
                                        + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(answer.startsWith("HTTP/1.1 201 "), answer);
            }
            acknowledged.add(number);
        }
        return done;
    }

    /// The number of the certificate that is shown to newcomers at a port.
    private BigInteger serial(int port) throws Exception {
        try (SSLSocket socket = (SSLSocket) alice.context().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    private Command curl(Client client, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-sS",
                "--cacert",
                client.believed().toString(),
                "--cert",
                client.certificate().toString(),
                "--key",
                client.key().toString()));
        command.addAll(List.of(arguments));
        return Command.run(directory, command.toArray(String[]::new));
    }

    private Command etcdctl(Client client, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "etcdctl",
                "--endpoints",
                cluster.clientUrl(0),
                "--ca-file",
                client.believed().toString(),
                "--cert-file",
                client.certificate().toString(),
                "--key-file",
                client.key().toString()));
        command.addAll(List.of(arguments));
        return Command.run(directory, Map.of("ETCDCTL_API", "2"), command);
    }

    private Command python(Path script, Client client) {
        return Command.run(
                directory,
                Tool.PYTHON,
                script.toString(),
                String.valueOf(cluster.clientPort(0)),
                client.certificate().toString(),
                client.key().toString(),
                client.believed().toString());
    }

    private static void assertRefused(Command command) {
        assertNotEquals(0, command.exitCode(), command.output());
        assertTrue(command.output().isEmpty(), command.output());
    }
}
