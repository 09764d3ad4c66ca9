package io.muster.keyspace.server;

import static io.muster.keyspace.server.TestCluster.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.Command;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read.Consistency;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoSpaceTest {
    private static final String LARGE = "x".repeat(8 << 10);

    @TempDir
    private Path root;

    @Test
    void aLoneMemberRefusesWritesButServesReadsUntilThereIsSpaceAgain() {
        try (TestCluster cluster = TestCluster.start(root, 1)) {
            cluster.set(1, "/a", "1");
            cluster.disk(1).space.set(0);
            awaitRefusal(cluster, 1);
            Failure refused = assertInstanceOf(Failure.class, cluster.set(1, "/a", "2"));
            assertEquals(ErrorCode.RAFT_INTERNAL, refused.code());
            assertEquals(
                    "etcdserver: no space left for " + cluster.dataDir(1).resolve("wal")
                            + "; free some, and writes go on",
                    refused.cause());
            assertEquals("1", cluster.get(1, "/a", Consistency.LOCAL));
            assertEquals("1", cluster.get(1, "/a", Consistency.LINEARIZABLE));

            cluster.disk(1).space.set(Long.MAX_VALUE);
            awaitWrites(cluster, 1);
        }
    }

    /// Nothing is looked at as often as a crowd can fill a log.
    @Test
    void aCrowdThatFillsTheDiskAtOnceIsRefusedBeforeTheLogFails() {
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        try (TestCluster cluster = TestCluster.start(root, 1)) {
            cluster.set(1, "/a", "1");
            cluster.disk(1).space.set(0);
            for (int i = 0; i < 200; i++) {
                outcomes.add(cluster.keyspace(1).submit(new Command.Set(Key.of("/k" + i), false, LARGE, null, false)));
            }
            outcomes.forEach(TestCluster::await);
            assertTrue(outcomes.stream().anyMatch(outcome -> outcome.join() instanceof Failure));
            assertEquals(List.of(), cluster.halts());

            cluster.disk(1).space.set(Long.MAX_VALUE);
            awaitWrites(cluster, 1);
            cluster.stop(1);
            cluster.startMember(1);
            for (int i = 0; i < 200; i++) {
                boolean acknowledged = outcomes.get(i).join() instanceof Event;
                assertEquals(acknowledged ? LARGE : "", cluster.get(1, "/k" + i, Consistency.LINEARIZABLE));
            }
        }
    }

    @Test
    void aLeaderThatIsShortOfSpaceGivesTheLeadAwayAndLagsBehindWhenItIsFull() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            long shortOne = cluster.awaitLeader();
            cluster.set(shortOne, "/a", "1");
            cluster.disk(shortOne).space.set(0);
            eventually("another leader", () -> {
                long leader = cluster.member(shortOne).status().leaderId();
                return leader != 0 && leader != shortOne;
            });
            for (int i = 0; i < 60; i++) {
                String key = "/k" + i;
                // The old leader may contend with the new one at first: an outcome may stay unknown then.
                eventually("a write", () -> cluster.set(cluster.awaitLeader(), key, LARGE) instanceof Event);
            }
            assertEquals("", cluster.get(shortOne, "/k59", Consistency.LOCAL));
            assertNotEquals(shortOne, cluster.awaitLeader());
            assertEquals(List.of(), cluster.halts());

            cluster.disk(shortOne).space.set(Long.MAX_VALUE);
            eventually("it to catch up", () -> cluster.get(shortOne, "/k59", Consistency.LOCAL)
                    .equals(LARGE));
            awaitWrites(cluster, shortOne);
        }
    }

    @Test
    void noMemberTakesWritesWhileMostAreShortOfSpace() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            long fit = cluster.awaitLeader();
            cluster.set(fit, "/a", "1");
            cluster.ids().stream()
                    .filter(id -> id != fit)
                    .forEach(id -> cluster.disk(id).space.set(0));
            awaitRefusal(cluster, fit);
            assertEquals(
                    "etcdserver: no space left on the disks of most members; free some, and writes go on",
                    assertInstanceOf(Failure.class, cluster.set(fit, "/a", "2")).cause());
            assertEquals("1", cluster.get(fit, "/a", Consistency.LINEARIZABLE));
            cluster.ids().forEach(id -> cluster.disk(id).space.set(Long.MAX_VALUE));
            cluster.ids().forEach(id -> awaitWrites(cluster, id));
        }
    }

    @Test
    void aSnapshotForWhichThereIsNoSpaceIsSavedWhenThereIs() {
        try (TestCluster cluster = TestCluster.start(root, 1, 50)) {
            cluster.set(1, "/a", "1");
            // enough for the log, yet not for the log and a snapshot
            cluster.disk(1).space.set(1 << 20);
            for (int i = 0; i < 60; i++) {
                assertInstanceOf(Event.class, cluster.set(1, "/k" + i, "v"));
            }
            assertEquals(0, snapshots(cluster));
            cluster.disk(1).space.set(Long.MAX_VALUE);
            eventually("the snapshot", () -> snapshots(cluster) == 1);
        }
    }

    private static int snapshots(TestCluster cluster) {
        String[] names = cluster.dataDir(1).resolve("snap").toFile().list((_, name) -> name.endsWith(".snap"));
        return names == null ? 0 : names.length;
    }

    private static void awaitRefusal(TestCluster cluster, long id) {
        eventually("writes to be refused", () -> cluster.member(id).disk().refusal() != null);
    }

    private static void awaitWrites(TestCluster cluster, long id) {
        eventually("writes to be taken", () -> cluster.set(id, "/again", "1") instanceof Event);
    }
}
