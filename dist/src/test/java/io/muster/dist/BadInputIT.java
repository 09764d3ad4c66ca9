package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.BootedCluster;
import io.muster.bench.BootedNode;
import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Each mistake a user can make at a boot ends in one clear line that says what to do, an exit code that is not 0, and
/// no data directory that was half begun.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Image image = Image.current();
    private Path directory;
    private BootedCluster cluster;

    @BeforeAll
    void start(@TempDir Path folder) {
        directory = folder;
        Path userData = Path.of(System.getProperty("muster.sources"), "vagrant", "user-data")
                .toAbsolutePath();
        cluster = BootedCluster.start(image, folder, userData, Ports.free(1));
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void aNodeTooManyStandsInFrontOfTheOthers() throws IOException {
        String token = cluster.newToken(1);
        BootedNode first = boot("first", token);
        Eventually.await("the first node to be healthy", LIMIT, () -> {
            first.process().requireAlive();
            return first.client().healthy();
        });

        BootedNode late = boot("late", token);
        Eventually.await("the late one to take a write", LIMIT, () -> {
            late.process().requireAlive();
            return late.client().set("/through", "late").ok();
        });
        assertTrue(first.client().get("/v2/keys/through").body().contains("\"late\""));
        assertTrue(late.process().output().contains("discovery cluster full, falling back to proxy"));
        assertEquals(0, late.process().stop());
    }

    @Test
    void anUnknownTokenIsRefused() {
        String token = cluster.discovery().base() + "/" + "f".repeat(32);

        assertRefused(boot("stranger", token), "100: Key not found", "/new?size=N");
    }

    @Test
    void ofTwoNodesOfOneNameTheLaterIsRefused() throws IOException {
        String token = cluster.newToken(2);
        BootedNode one = boot("twin", token);
        Eventually.await("the first to register", LIMIT, () -> {
            one.process().requireAlive();
            return cluster.discovery()
                    .get("/v2/keys/_etcd/registry" + token.substring(token.lastIndexOf("/")))
                    .body()
                    .contains("twin=");
        });
        BootedNode other = cluster.bootAs("twin", "other-twin", Ports.free(BootedNode.PORTS), token);

        assertRefused(other, "the name twin is taken", "a name of its own");
        one.process().requireAlive();
        one.process().kill();
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        int busy = Integer.parseInt(cluster.discovery().base().replaceAll(".*:", ""));

        assertRefused(cluster.boot("crowded", busy, cluster.newToken(1)), ":" + busy, "in use");
    }

    @Test
    void aDiscoveryServiceThatIsDownIsTriedAgainVisibly() {
        BootedNode patient = boot("patient", "http://127.0.0.1:" + Ports.free(1) + "/" + "e".repeat(32));

        Eventually.await("a second attempt", LIMIT, () -> {
            patient.process().requireAlive();
            return patient.process().output().contains("retrying in 4s");
        });
        patient.process().kill();
    }

    @Test
    void theDataOfAnotherClusterIsRefused() throws IOException {
        BootedNode node = boot("founder", cluster.newToken(1));
        Eventually.await("the founder to be healthy", LIMIT, () -> {
            node.process().requireAlive();
            return node.client().healthy();
        });
        assertEquals(0, node.process().stop());

        String url = "http://127.0.0.1:" + Ports.free(1);
        String data = node.root().resolve("var/lib/etcd2").toString();
        Command server = Command.run(
                directory,
                image.program("keyspace-server").toString(),
                "--data-dir",
                data,
                "--initial-cluster",
                "default=" + url,
                "--initial-advertise-peer-urls",
                url,
                "--listen-peer-urls",
                url);

        assertEquals(1, server.exitCode());
        assertTrue(server.errors().contains(data + " belongs to cluster "), server.errors());
        assertTrue(server.errors().contains("choose another with --data-dir"), server.errors());
    }

    @Test
    void userDataThatIsNotThereIsNamedAndNothingIsWritten() {
        Path root = directory.resolve("untouched");
        Command up = Command.run(
                directory,
                image.program("node-agent").toString(),
                "up",
                "--user-data",
                "no-such-file",
                "--root",
                root.toString());

        assertEquals(1, up.exitCode());
        assertEquals(
                "node-agent: user-data no-such-file does not exist; check the path",
                up.errors().strip());
        assertFalse(Files.exists(root));
    }

    private BootedNode boot(String name, String token) {
        return cluster.boot(name, Ports.free(BootedNode.PORTS), token);
    }

    private static void assertRefused(BootedNode node, String reason, String remedy) {
        assertEquals(1, node.process().exitCode(LIMIT), node.process().output());
        List<String> lines = node.process()
                .output()
                .lines()
                .filter(line -> line.startsWith("node-agent: "))
                .toList();
        assertFalse(node.process().output().contains("\n\tat "), node.process().output());
        assertTrue(lines.getFirst().contains(reason), lines.getFirst());
        assertTrue(node.process().output().contains(remedy), node.process().output());
        assertFalse(Files.exists(node.root().resolve("var/lib/etcd2")), "a data directory was begun");
    }
}
