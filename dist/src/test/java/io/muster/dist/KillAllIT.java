package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.StaticCluster;
import io.muster.bench.V2Client;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing acknowledged is ever lost: SIGKILL of every member in the middle of a write load, then a restart.
class KillAllIT {
    private static final int WRITERS_PER_MEMBER = 8;
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 2_000;

    @TempDir
    private Path directory;

    @Test
    void everyAcknowledgedKeyIsThereAfterAllMembersWereKilled() {
        List<String> program =
                List.of(Image.current().program("keyspace-server").toString());
        try (StaticCluster cluster = StaticCluster.start(program, directory, 3)) {
            Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
            AtomicBoolean writing = new AtomicBoolean(true);
            List<Thread> writers = new ArrayList<>();
            for (int member = 0; member < cluster.size(); member++) {
                for (int i = 0; i < WRITERS_PER_MEMBER; i++) {
                    V2Client client = cluster.client(member);
                    String prefix = "/load/" + member + "-" + i + "-";
                    writers.add(Thread.ofVirtual().start(() -> write(client, prefix, acknowledged, writing)));
                }
            }
            Eventually.await(
                    "acknowledged writes",
                    Duration.ofSeconds(60),
                    () -> acknowledged.size() >= ACKNOWLEDGED_BEFORE_THE_KILL);

            for (int member = 0; member < cluster.size(); member++) {
                cluster.process(member).kill();
            }
            writing.set(false);
            writers.forEach(KillAllIT::join);
            for (int member = 0; member < cluster.size(); member++) {
                cluster.restart(member);
            }
            cluster.awaitHealthy();

            for (int member = 0; member < cluster.size(); member++) {
                assertAllThere(cluster.client(member), acknowledged);
            }
            System.out.println(acknowledged.size() + " acknowledged writes survived SIGKILL of all three members");
        }
    }

    private static void write(V2Client client, String prefix, Queue<String> acknowledged, AtomicBoolean writing) {
        for (int n = 0; writing.get(); n++) {
            String key = prefix + n;
            try {
                if (client.set(key, key).ok()) {
                    acknowledged.add(key);
                }
            } catch (IOException e) {
                // not acknowledged, so nothing is promised
                return;
            }
        }
    }

    private static void assertAllThere(V2Client client, Queue<String> acknowledged) {
        var nodes = Eventually.await(
                        "a quorum to answer",
                        Duration.ofSeconds(20),
                        () -> client.get("/v2/keys/load?quorum=true"),
                        V2Client.Reply::ok)
                .json()
                .path("node")
                .path("nodes");
        var there = new java.util.HashMap<String, String>();
        nodes.forEach(
                node -> there.put(node.path("key").asText(), node.path("value").asText()));
        List<String> lost =
                acknowledged.stream().filter(key -> !key.equals(there.get(key))).toList();
        assertEquals(List.of(), lost, "acknowledged but lost");
        assertTrue(there.size() >= acknowledged.size());
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
