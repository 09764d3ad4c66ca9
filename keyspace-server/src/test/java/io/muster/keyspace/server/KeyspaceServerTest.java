package io.muster.keyspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole server on real ports, from its command line to its answers.
class KeyspaceServerTest {
    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<KeyspaceServer> running = new ArrayList<>();

    @AfterEach
    void stopAll() {
        running.forEach(KeyspaceServer::close);
        http.close();
    }

    @Test
    void keepsWhatItAcknowledgedOverARestartFromItsDirectoryAlone() throws Exception {
        int client = freePort();
        KeyspaceServer server = start(flags("m1", client, freePort()));
        assertEquals(201, put(client, "/v2/keys/greeting", "hello").statusCode());
        server.close();

        KeyspaceServer again = start(flags("m1", client, freePort()));

        assertEquals(server.self().hexId(), again.self().hexId());
        assertTrue(getOnce(client, "/v2/keys/greeting?quorum=true").body().contains("\"value\":\"hello\""));
    }

    @Test
    void snapshotsAndTheLogLieWhereTheyShallAndAreAsManyAsTheyShall() throws Exception {
        int client = freePort();
        List<String> flags = new ArrayList<>(flags("m1", client, freePort()));
        Path wal = dir.resolve("elsewhere");
        flags.addAll(List.of("--snapshot-count=10", "--max-snapshots=3", "--wal-dir=" + wal));
        KeyspaceServer server = start(flags);
        for (int i = 0; i < 60; i++) {
            put(client, "/v2/keys/k" + i, "v");
        }
        server.close();

        assertEquals(3, filesIn(dir.resolve("m1/snap")).size());
        assertEquals(List.of("0000000000000001.log"), filesIn(wal));
        assertFalse(Files.exists(dir.resolve("m1/wal")));
        start(flags);
        assertTrue(getOnce(client, "/v2/keys/k59").body().contains("\"value\":\"v\""));
    }

    @Test
    void everyMemberTakesWritesAndKnowsTheOthers() throws Exception {
        List<Integer> clients = List.of(freePort(), freePort(), freePort());
        List<Integer> peers = List.of(freePort(), freePort(), freePort());
        String cluster =
                "m0=http://127.0.0.1:%d,m1=http://127.0.0.1:%d,m2=http://127.0.0.1:%d".formatted(peers.toArray());
        List<Callable<KeyspaceServer>> starts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<String> flags = new ArrayList<>(flags("m" + i, clients.get(i), peers.get(i)));
            flags.add("--initial-cluster=" + cluster);
            starts.add(() -> start(flags));
        }
        startTogether(starts);

        for (int i = 0; i < 3; i++) {
            assertEquals(201, put(clients.get(i), "/v2/keys/from-" + i, "v").statusCode());
            int next = clients.get((i + 1) % 3);
            assertTrue(
                    getOnce(next, "/v2/keys/from-" + i + "?quorum=true").body().contains("\"value\":\"v\""));
        }
        String machines = clients.stream()
                .sorted()
                .map(port -> "http://127.0.0.1:" + port)
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
        for (int client : clients) {
            assertEquals(machines, until(client, "/v2/machines", machines));
        }
        long leaders = running.stream()
                .filter(server -> server.status().role() == Role.LEADER)
                .count();
        assertEquals(1, leaders);
    }

    @Test
    void portInUseIsToldBeforeAnythingIsWritten() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            StartFailure client = assertThrows(StartFailure.class, () -> start(flags("m1", port, freePort())));
            StartFailure peer = assertThrows(StartFailure.class, () -> start(flags("m1", freePort(), port)));

            assertEquals(
                    "cannot listen on http://127.0.0.1:" + port + ": Address already in use; stop what uses the port,"
                            + " or set --listen-client-urls to another address of this machine",
                    client.getMessage());
            assertTrue(String.valueOf(peer.getMessage()).contains("--listen-peer-urls"));
            assertFalse(Files.exists(dir.resolve("m1")));
        }
    }

    @Test
    void directoryOfAnotherClusterIsRefused() throws Exception {
        int peer = freePort();
        List<String> flags = new ArrayList<>(flags("m1", freePort(), peer));
        flags.add("--initial-cluster=m1=http://127.0.0.1:" + peer);
        start(flags).close();
        flags.add("--initial-cluster-token=another");

        StartFailure failure = assertThrows(StartFailure.class, () -> start(flags));

        assertTrue(
                String.valueOf(failure.getMessage()).contains(dir.resolve("m1").toString()), failure::getMessage);
        assertEquals(StartFailure.REFUSED, failure.exitCode());
    }

    @Test
    void memberOfAnotherTokenIsRefusedWithoutAskingTheDiscoveryService() throws Exception {
        List<String> flags = new ArrayList<>(flags("m1", freePort(), freePort()));
        start(flags).close();
        flags.add("--discovery=http://127.0.0.1:1/3212f6a68075e4ae0db9605df92fe09f");

        StartFailure failure = assertThrows(StartFailure.class, () -> start(flags));

        assertTrue(String.valueOf(failure.getMessage()).contains("choose another --data-dir"), failure::getMessage);
    }

    @Test
    void thereMustBeAClusterToJoin() {
        List<String> flags = new ArrayList<>(flags("m1", freePort(), freePort()));
        flags.add("--initial-cluster-state=existing");

        StartFailure failure = assertThrows(StartFailure.class, () -> start(flags));

        assertTrue(
                String.valueOf(failure.getMessage())
                        .startsWith("cannot fetch cluster info from peer urls: could not retrieve cluster information"
                                + " from the given urls"),
                failure::getMessage);
    }

    private KeyspaceServer start(List<String> flags) throws StartFailure, InterruptedException {
        KeyspaceServer server = KeyspaceServer.start(ServerConfig.parse(flags, Map.of()));
        synchronized (running) {
            running.add(server);
        }
        return server;
    }

    private static void startTogether(List<Callable<KeyspaceServer>> starts)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<KeyspaceServer> started : threads.invokeAll(starts)) {
                started.get();
            }
        }
    }

    private List<String> flags(String name, int client, int peer) {
        return List.of(
                "--name=" + name,
                "--data-dir=" + dir.resolve(name),
                "--listen-client-urls=http://127.0.0.1:" + client,
                "--advertise-client-urls=http://127.0.0.1:" + client,
                "--listen-peer-urls=http://127.0.0.1:" + peer,
                "--initial-advertise-peer-urls=http://127.0.0.1:" + peer);
    }

    private HttpResponse<String> put(int port, String path, String value) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .PUT(BodyPublishers.ofString("value=" + value))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> getOnce(int port, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                BodyHandlers.ofString());
    }

    /// Asks until the answer is as expected or ten seconds are over, and returns the last one.
    private String until(int port, String path, String expected) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        String body = getOnce(port, path).body();
        while (!body.equals(expected) && System.nanoTime() < deadline) {
            body = getOnce(port, path).body();
        }
        return body;
    }

    private static List<String> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".tmp"))
                    .toList();
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }
}
