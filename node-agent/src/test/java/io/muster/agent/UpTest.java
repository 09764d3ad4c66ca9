package io.muster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpTest {
    private static final int PORT = 25400;
    private static final String LONE = """
            #cloud-config
            coreos:
              etcd2:
                initial-cluster: core-01=http://$private_ipv4:2380
                initial-advertise-peer-urls: http://$private_ipv4:2380
                advertise-client-urls: http://$private_ipv4:2379
                listen-client-urls: http://127.0.0.1:2379,http://127.0.0.1:4001
                listen-peer-urls: http://127.0.0.1:2380
              units:
                - name: etcd2.service
                  command: start
            """;

    @TempDir
    private Path directory;

    private Path file = Path.of("");
    private Path root = Path.of("");

    @BeforeEach
    void namePaths() throws IOException {
        file = Files.writeString(directory.resolve("user-data"), LONE);
        root = directory.resolve("disk");
    }

    @Test
    void aMachineServesItsMemberAndHasItsKeysAfterAReboot() throws IOException, InterruptedException {
        try (Node node = Node.start(up(PORT)).until("serving: ")) {
            assertTrue(node.said().contains("plan: hostname=core-01 "), node.said());
            assertTrue(node.said().contains("start etcd2.service  # coreos.units[0]: this process runs it"));
            assertEquals(201, put(PORT, "/v2/keys/a", "value=1"));
            assertEquals(0, node.stop(), node.said());
        }

        try (Node again = Node.start(up(PORT)).until("serving: ")) {
            assertTrue(again.said().contains("unchanged  place drop-in"), again.said());
            assertTrue(get(PORT + 2, "/v2/keys/a?quorum=true").contains("\"value\":\"1\""));
            assertEquals(0, again.stop(), again.said());
        }
        assertTrue(Files.isDirectory(root.resolve("var/lib/etcd2")));
        assertEquals(LONE, Files.readString(file));
    }

    @Test
    void aPortInUseIsOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(PORT + 10, 1, InetAddress.getLoopbackAddress())) {
            Agent agent = Agent.run(up(taken.getLocalPort()));

            assertEquals(1, agent.exitCode());
            assertEquals(1, agent.errors().lines().count(), agent.errors());
            assertTrue(agent.errors().contains(String.valueOf(taken.getLocalPort())), agent.errors());
        }
    }

    @Test
    void optionsThatTheServerRefusesAreToldBeforeAnythingIsWritten() throws IOException {
        Files.writeString(file, LONE.replace("core-01=", "core-02="));

        Agent agent = Agent.run(up(PORT));

        assertEquals(1, agent.exitCode());
        assertTrue(agent.errors().startsWith("node-agent: couldn't find local name \"core-01\""), agent.errors());
        assertFalse(Files.exists(root));
    }

    @Test
    void aTokenThatIsNotFilledInIsOneLine() throws IOException {
        Files.writeString(file, "#cloud-config\ncoreos:\n  etcd2:\n    discovery: http://d.example/<token>\n");

        Agent agent = Agent.run(up(PORT));

        assertEquals(1, agent.exitCode());
        assertTrue(
                agent.errors().endsWith("holds the placeholder <token>; say what it stands for with --discovery URL\n"),
                agent.errors());
        assertFalse(Files.exists(root));
    }

    @Test
    void aDataDirectoryOfAnotherClusterIsRefused() throws IOException, InterruptedException {
        try (Node node = Node.start(up(PORT)).until("serving: ")) {
            assertEquals(0, node.stop(), node.said());
        }
        Files.writeString(file, LONE.replace("etcd2:\n", "etcd2:\n    initial-cluster-token: another\n"));

        Agent agent = Agent.run(up(PORT));

        assertEquals(1, agent.exitCode(), agent.errors());
        assertTrue(agent.errors().contains(root.resolve("var/lib/etcd2").toString()), agent.errors());
    }

    @Test
    void aMemberWithoutANameIsCalledByTheMachinesId() throws IOException {
        Files.writeString(file, "#cloud-config\ncoreos:\n  etcd2:\n    heartbeat-interval: 0x10000000000\n");

        Agent first = Agent.run("up", "--user-data", file.toString(), "--root", root.toString());

        assertTrue(first.output().matches("plan: hostname=\\(kept\\) .* member=[0-9a-f]{32}\n"), first.output());
        assertFalse(Files.exists(root));
    }

    @Test
    void aDocumentWithoutAMemberIsAppliedAndThatIsAll() throws IOException {
        Files.writeString(file, "#cloud-config\nhostname: web\n");

        Agent agent = Agent.run("up", "--user-data", file.toString(), "--root", root.toString());

        assertEquals(0, agent.exitCode(), agent.errors());
        assertEquals("web\n", Files.readString(root.resolve("etc/hostname")));
        assertEquals(33, Files.size(root.resolve("etc/machine-id")));
        assertTrue(agent.output().endsWith("there is no member to run: the user-data has no coreos.etcd2 section\n"));
    }

    private String[] up(int portBase) {
        return new String[] {
            "up",
            "--user-data",
            file.toString(),
            "--root",
            root.toString(),
            "--hostname",
            "core-01",
            "--private-ipv4",
            "127.0.0.1",
            "--public-ipv4",
            "127.0.0.1",
            "--port-base",
            String.valueOf(portBase)
        };
    }

    private static int put(int port, String path, String form) throws IOException, InterruptedException {
        return send(request(port, path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .PUT(BodyPublishers.ofString(form)))
                .statusCode();
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        return send(request(port, path).GET()).body();
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
