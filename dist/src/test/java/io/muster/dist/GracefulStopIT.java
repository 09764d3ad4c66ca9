package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.StaticCluster;
import io.muster.bench.V2Client;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A leader that is asked to stop hands its office on: nobody waits until its silence is noticed.
class GracefulStopIT {
    // Long enough that no election of the others' own accord can be mistaken for a transfer.
    private static final Duration ELECTION = Duration.ofSeconds(20);
    private static final int WRITERS_PER_MEMBER = 4;
    private static final int ENOUGH = 300;

    @TempDir
    private Path directory;

    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean(true);

    /// @param nanos when the answer came
    private record Acknowledged(String key, long nanos) {}

    @Test
    void anotherMemberLeadsLongBeforeAnElectionTimeoutAndNoWriteIsLostOrDoneTwice() throws IOException {
        List<String> program = List.of(
                Image.current().program("keyspace-server").toString(),
                "--heartbeat-interval=500",
                "--election-timeout=" + ELECTION.toMillis());
        try (StaticCluster cluster = StaticCluster.start(program, directory, 3)) {
            int old = cluster.leader();
            long term = term(cluster.client(old));
            List<Thread> writers = startWriters(cluster);
            awaitMore(ENOUGH);

            long asked = System.nanoTime();
            assertEquals(0, cluster.process(old).stop(), cluster.process(old).output());
            int heir = cluster.leader();
            Duration took = Duration.ofNanos(System.nanoTime() - asked);
            awaitMore(ENOUGH);
            writing.set(false);
            writers.forEach(GracefulStopIT::join);

            assertNotEquals(old, heir);
            assertTrue(term(cluster.client(heir)) > term);
            assertTrue(took.compareTo(ELECTION) < 0, () -> "another leader was seen after " + took);
            Duration gap = longestGap();
            assertTrue(gap.compareTo(ELECTION) < 0, () -> "nothing was acknowledged for " + gap);
            assertAllThereOnce(cluster.client(heir));
            System.out.println("asked to stop, the leader was replaced within " + took.toMillis() + " ms; of "
                    + acknowledged.size() + " writes none was later than " + gap.toMillis() + " ms after another");
        }
    }

    private List<Thread> startWriters(StaticCluster cluster) {
        List<Thread> writers = new ArrayList<>();
        for (int member = 0; member < cluster.size(); member++) {
            for (int i = 0; i < WRITERS_PER_MEMBER; i++) {
                V2Client client = cluster.client(member);
                String prefix = "/load/" + member + "-" + i + "-";
                writers.add(Thread.ofVirtual().start(() -> write(client, prefix)));
            }
        }
        return writers;
    }

    // Each key is written once, whatever becomes of it.
    private void write(V2Client client, String prefix) {
        int lost = 0;
        for (int n = 0; writing.get() && lost < 10; n++) {
            String key = prefix + n;
            try {
                if (client.set(key, key).ok()) {
                    acknowledged.add(new Acknowledged(key, System.nanoTime()));
                }
            } catch (IOException e) {
                // the member that stopped; nothing is promised
                lost++;
            }
        }
    }

    private void awaitMore(int count) {
        int wanted = acknowledged.size() + count;
        Eventually.await("acknowledged writes", Duration.ofSeconds(60), () -> acknowledged.size() >= wanted);
    }

    private Duration longestGap() {
        long[] times =
                acknowledged.stream().mapToLong(Acknowledged::nanos).sorted().toArray();
        long longest = 0;
        for (int i = 1; i < times.length; i++) {
            longest = Math.max(longest, times[i] - times[i - 1]);
        }
        return Duration.ofNanos(longest);
    }

    private void assertAllThereOnce(V2Client client) throws IOException {
        Set<String> there = new HashSet<>();
        List<String> twice = new ArrayList<>();
        for (JsonNode node :
                client.get("/v2/keys/load?quorum=true").json().path("node").path("nodes")) {
            there.add(node.path("key").asText());
            if (node.path("createdIndex").asLong() != node.path("modifiedIndex").asLong()) {
                twice.add(node.toString());
            }
        }
        List<String> lost = acknowledged.stream()
                .map(Acknowledged::key)
                .filter(key -> !there.contains(key))
                .toList();
        assertEquals(List.of(), lost, "acknowledged but lost");
        assertEquals(List.of(), twice, "asked for once and done twice");
    }

    private static long term(V2Client client) throws IOException {
        return client.get("/debug/vars").json().path("raft.status").path("term").asLong();
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
