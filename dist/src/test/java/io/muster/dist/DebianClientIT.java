package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.ServerProcess;
import io.muster.bench.StaticCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The real etcdctl 3.4 and curl, unchanged, against three members of ours.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DebianClientIT {
    private static final Map<String, String> API = Map.of("ETCDCTL_API", "2");

    private Path directory;
    private Path etcdctl;
    private StaticCluster cluster;
    private final List<StaticCluster> started = new ArrayList<>();

    @BeforeAll
    void start(@TempDir Path folder) {
        directory = folder;
        etcdctl = Tool.require("etcdctl", "etcd-client");
        Tool.require("curl", "curl");
        List<String> program =
                List.of(Image.current().program("keyspace-server").toString());
        cluster = StaticCluster.start(program, directory, 3);
        started.add(cluster);
    }

    @AfterAll
    void stop() {
        started.forEach(StaticCluster::close);
    }

    @Test
    void listsTheMembersAndFindsTheClusterHealthy() {
        String members = ok(0, "member", "list");
        assertEquals(3, members.lines().count(), members);
        assertEquals(
                1,
                members.lines().filter(line -> line.endsWith("isLeader=true")).count(),
                members);
        assertTrue(ok(1, "cluster-health").endsWith("cluster is healthy\n"));
    }

    @Test
    void writesOnEachMemberAndReadsOnTheNext() {
        for (int member = 0; member < cluster.size(); member++) {
            String key = "/debian/" + member;
            assertEquals("hello\n", ok(member, "set", key, "hello"));
            int next = (member + 1) % cluster.size();
            Eventually.await("the key on member " + next, Duration.ofSeconds(5), () -> run(next, "get", key)
                    .output()
                    .equals("hello\n"));
        }
        assertEquals("/debian/0\n/debian/1\n/debian/2\n", ok(0, "ls", "--sort", "/debian"));
    }

    @Test
    void makesOnceRemovesAndReportsWhatIsMissing() {
        assertEquals("x\n", ok(0, "mk", "/once", "x"));
        assertTrue(failing(1, 4, "mk", "/once", "y").startsWith("Error:  105: Key already exists (/once)"));
        assertEquals("PrevNode.Value: x\n", ok(2, "rm", "/once"));
        Eventually.await("the removal on member 0", Duration.ofSeconds(5), () -> run(0, "get", "/once")
                .errors()
                .startsWith("Error:  100: Key not found (/once)"));
    }

    @Test
    void watchPrintsTheNextChange() {
        List<String> command = new ArrayList<>(
                List.of(etcdctl.toString(), "--endpoints", cluster.client(0).base(), "watch", "/watched"));
        try (ServerProcess watch = ServerProcess.start("watch", directory, API, command)) {
            // written again until seen: the watch tells nobody when it has begun
            Eventually.await("the watch to print the change", Duration.ofSeconds(20), () -> {
                ok(1, "set", "/watched", "seen");
                return watch.output().contains("seen");
            });
        }
    }

    @Test
    void curlReadsOnEveryMember() {
        ok(0, "set", "/curled", "yes");
        for (int member = 0; member < cluster.size(); member++) {
            String url = cluster.client(member).base() + "/v2/keys/curled?quorum=true";
            Command curl = Command.run(directory, "curl", "-sL", url);
            assertTrue(
                    curl.output().startsWith("{\"action\":\"get\",\"node\":{\"key\":\"/curled\",\"value\":\"yes\","),
                    curl.output());
        }
    }

    private Command run(int member, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                etcdctl.toString(), "--endpoints", cluster.client(member).base()));
        command.addAll(List.of(arguments));
        return Command.run(directory, API, command);
    }

    private String ok(int member, String... arguments) {
        Command done = run(member, arguments);
        assertEquals(0, done.exitCode(), done.errors());
        return done.output();
    }

    private String failing(int member, int code, String... arguments) {
        Command done = run(member, arguments);
        assertEquals(code, done.exitCode(), done.output());
        return done.errors();
    }
}
