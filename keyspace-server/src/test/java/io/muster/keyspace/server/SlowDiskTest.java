package io.muster.keyspace.server;

import static io.muster.keyspace.server.TestCluster.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.muster.keyspace.Command;
import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import io.muster.keyspace.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowDiskTest {
    // Twice the election timeout of these members, and more.
    private static final Duration SLOW = Duration.ofMillis(1200);

    @TempDir
    private Path root;

    @Test
    void aLeaderWhoseDiskIsSlowStaysTheLeader() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            long leader = cluster.awaitLeader();
            cluster.set(leader, "/a", "1");
            RaftStatus before = cluster.member(leader).status();
            cluster.disk(leader).forceTime = SLOW;
            assertInstanceOf(Event.class, cluster.set(leader, "/slow", "1"));
            awaitSlow(cluster, leader);
            cluster.disk(leader).forceTime = Duration.ZERO;
            assertInstanceOf(Event.class, cluster.set(leader, "/b", "2"));
            RaftStatus after = cluster.member(leader).status();
            assertEquals(before.term(), after.term());
            assertEquals(leader, after.leaderId());
        }
    }

    @Test
    void aLeaderKeepsFollowersWhoseDisksAreSlow() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            long leader = cluster.awaitLeader();
            cluster.set(leader, "/a", "1");
            long term = cluster.member(leader).status().term();
            cluster.ids().stream().filter(id -> id != leader).forEach(id -> cluster.disk(id).forceTime = SLOW);
            assertInstanceOf(Event.class, cluster.set(leader, "/slow", "1"));
            cluster.ids().forEach(id -> cluster.disk(id).forceTime = Duration.ZERO);
            assertInstanceOf(Event.class, cluster.set(leader, "/b", "2"));
            assertEquals(term, cluster.member(leader).status().term());
        }
    }

    @Test
    void aLeaderWhoseDiskHangsLosesTheLeadAndAcknowledgesNothing() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            long hung = cluster.awaitLeader();
            cluster.set(hung, "/a", "1");
            cluster.disk(hung).hung = new CountDownLatch(1);
            CompletableFuture<Outcome> lost =
                    cluster.keyspace(hung).submit(new Command.Set(Key.of("/a"), false, "2", null, false));
            long other =
                    cluster.ids().stream().filter(id -> id != hung).findFirst().orElseThrow();
            eventually("another leader", () -> {
                long leader = cluster.member(other).status().leaderId();
                return leader != 0 && leader != hung;
            });
            assertInstanceOf(Event.class, cluster.set(other, "/b", "3"));
            cluster.disk(hung).hung.countDown();
            eventually("it to follow", () -> cluster.member(hung).status().leaderId() != hung);
            assertNotEquals(hung, cluster.member(other).status().leaderId());
            eventually("an outcome, or the end of patience", lost::isDone);
        }
    }

    private static void awaitSlow(TestCluster cluster, long id) {
        eventually(
                "it to tell why it is slow",
                () -> cluster.member(id).disk().slow().compareTo(SLOW) >= 0);
    }
}
