package io.muster.keyspace.server;

import static io.muster.keyspace.server.TestCluster.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one member is told about access holds on all three, also for those whose password each of them has seen and
/// remembers.
class AccessOnEveryMemberTest {
    private static final String ROOT = "root:secret";
    private static final String KEY = "/v2/keys/a";

    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<KeyspaceServer> servers = new ArrayList<>();

    @BeforeEach
    void startCluster() throws Exception {
        List<Integer> peers = List.of(TestCluster.freePort(), TestCluster.freePort(), TestCluster.freePort());
        String cluster =
                "m0=http://127.0.0.1:%d,m1=http://127.0.0.1:%d,m2=http://127.0.0.1:%d".formatted(peers.toArray());
        List<Callable<KeyspaceServer>> starts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String client = "http://127.0.0.1:" + TestCluster.freePort();
            List<String> flags = List.of(
                    "--name=m" + i,
                    "--data-dir=" + dir.resolve("m" + i),
                    "--listen-client-urls=" + client,
                    "--advertise-client-urls=" + client,
                    "--listen-peer-urls=http://127.0.0.1:" + peers.get(i),
                    "--initial-advertise-peer-urls=http://127.0.0.1:" + peers.get(i),
                    "--initial-cluster=" + cluster);
            starts.add(() -> KeyspaceServer.start(ServerConfig.parse(flags, Map.of())));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<KeyspaceServer> started : threads.invokeAll(starts)) {
                servers.add(started.get());
            }
        }
        assertEquals(201, put(0, "/v2/auth/users/root", "", "{\"user\":\"root\",\"password\":\"secret\"}"));
        assertEquals(
                201,
                put(
                        1,
                        "/v2/auth/roles/reader",
                        "",
                        "{\"role\":\"reader\",\"permissions\":{\"kv\":{\"read\":[\"/*\"]}}}"));
        assertEquals(
                200,
                put(2, "/v2/auth/users/ann", "", "{\"user\":\"ann\",\"password\":\"old\",\"roles\":[\"reader\"]}"));
        assertEquals(200, put(0, "/v2/auth/enable", "", ""));
        allAnswer(404, "ann:old");
    }

    @AfterEach
    void stopCluster() {
        servers.forEach(KeyspaceServer::close);
        http.close();
    }

    @Test
    void anotherPasswordEndsTheOldOne() throws Exception {
        assertEquals(200, put(0, "/v2/auth/users/ann", ROOT, "{\"user\":\"ann\",\"password\":\"new\"}"));

        assertEquals(401, get(0, "ann:old"));
        allAnswer(401, "ann:old");
        allAnswer(404, "ann:new");
    }

    @Test
    void revokedRoleIsGone() throws Exception {
        assertEquals(200, put(0, "/v2/auth/users/ann", ROOT, "{\"user\":\"ann\",\"revoke\":[\"reader\"]}"));

        assertEquals(401, get(0, "ann:old"));
        allAnswer(401, "ann:old");
    }

    @Test
    void roleThatMayNoLongerReadKeepsEverybodyOut() throws Exception {
        assertEquals(
                200,
                put(0, "/v2/auth/roles/reader", ROOT, "{\"role\":\"reader\",\"revoke\":{\"kv\":{\"read\":[\"/*\"]}}}"));

        assertEquals(401, get(0, "ann:old"));
        allAnswer(401, "ann:old");
    }

    /// The member asked knows at once; the others as soon as they have applied the change.
    private void allAnswer(int status, String credentials) {
        for (int i = 0; i < servers.size(); i++) {
            int member = i;
            eventually(status + " for " + credentials + " from m" + i, () -> get(member, credentials) == status);
        }
    }

    private int get(int member, String credentials) {
        try {
            return send(request(member, KEY, credentials).GET());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("no answer", e);
        }
    }

    private int put(int member, String path, String credentials, String json) throws IOException, InterruptedException {
        return send(request(member, path, credentials).PUT(BodyPublishers.ofString(json)));
    }

    private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    private HttpRequest.Builder request(int member, String path, String credentials) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create(servers.get(member).clientUrls().getFirst() + path));
        return credentials.isEmpty()
                ? request
                : request.header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }
}
