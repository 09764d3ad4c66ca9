package io.muster.keyspace.server;

import static io.muster.keyspace.server.TestCluster.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.Command;
import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Read.Consistency;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberFaultTest {
    @TempDir
    private Path root;

    @Test
    void aLinearizableReadOnADeposedLeaderNeverTellsThePast() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            long old = cluster.awaitLeader();
            cluster.set(old, "/a", "past");
            cluster.isolate(old);
            // asked while it still takes itself for the leader
            CompletableFuture<Outcome> asked =
                    cluster.keyspace(old).get(new Read(Key.of("/a"), false, false, Consistency.LINEARIZABLE));
            long leader = cluster.awaitLeader();
            assertNotEquals(old, leader);
            cluster.set(leader, "/a", "present");
            assertEquals("past", cluster.get(old, "/a", Consistency.LOCAL));
            assertFalse(asked.isDone());
            cluster.rejoin(old);
            Event answer = assertInstanceOf(Event.class, TestCluster.await(asked));
            assertEquals("present", answer.node().value());
        }
    }

    @Test
    void whatADeposedLeaderCouldNotGetAgreedIsTakenBack() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            long old = cluster.awaitLeader();
            cluster.set(old, "/a", "agreed");
            cluster.isolate(old);
            CompletableFuture<Outcome> lost =
                    cluster.keyspace(old).submit(new Command.Set(Key.of("/a"), false, "lost", null, false));
            long leader = cluster.awaitLeader();
            cluster.set(leader, "/b", "later");
            cluster.rejoin(old);
            eventually("the old leader to follow", () -> cluster.get(old, "/b", Consistency.LOCAL)
                    .equals("later"));
            assertEquals("agreed", cluster.get(old, "/a", Consistency.LOCAL));
            assertFalse(lost.isDone() && lost.join() instanceof Event);
        }
    }

    @Test
    void aMemberThatWasAwayCatchesUpByASnapshot() {
        try (TestCluster cluster = TestCluster.start(root, 3, 50)) {
            long away = cluster.awaitFollower();
            cluster.stop(away);
            long leader = cluster.awaitLeader();
            String value = "x".repeat(20_000);
            // more than one part, and far more than the leader keeps of its log
            for (int i = 0; i < 300; i++) {
                cluster.set(leader, "/k" + i, value + i);
            }
            cluster.startMember(away);
            eventually("the member to catch up", () -> cluster.get(away, "/k299", Consistency.LOCAL)
                    .equals(value + 299));
            assertEquals(value + 0, cluster.get(away, "/k0", Consistency.LOCAL));

            // and it can be started from what it was given
            cluster.stop(away);
            cluster.startMember(away);
            assertEquals(value + 150, cluster.get(away, "/k150", Consistency.LINEARIZABLE));
            assertInstanceOf(Event.class, cluster.set(away, "/after", "1"));
        }
    }

    @Test
    void whatIsAcknowledgedWhileSnapshotsAreTakenSurvivesThemAndARestart() {
        try (TestCluster cluster = TestCluster.start(root, 3, 20)) {
            long leader = cluster.awaitLeader();
            List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                outcomes.add(cluster.keyspace(leader)
                        .submit(new Command.Set(Key.of("/k" + i), false, "v" + i, null, false)));
                if (i % 3 == 0) {
                    TestCluster.await(outcomes.getLast());
                }
            }
            outcomes.forEach(outcome -> assertInstanceOf(Event.class, TestCluster.await(outcome)));
            cluster.ids().forEach(cluster::stop);
            cluster.ids().forEach(cluster::startMember);
            cluster.awaitLeader();
            for (int i = 0; i < 500; i++) {
                assertEquals("v" + i, cluster.get(1 + i % 3, "/k" + i, Consistency.LINEARIZABLE));
            }
        }
    }

    @Test
    void aMemberThatComesBackAloneShowsWhatItKnew() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            long id = cluster.awaitFollower();
            for (int i = 0; i < 20; i++) {
                cluster.set(id, "/k" + i, "v" + i);
            }
            cluster.ids().forEach(cluster::stop);
            cluster.startMember(id);
            for (int i = 0; i < 19; i++) {
                assertEquals("v" + i, cluster.get(id, "/k" + i, Consistency.LOCAL));
            }
        }
    }

    @Test
    void followersThatWereRestartedElectALeaderWhenTheirsIsGone() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            long leader = cluster.awaitLeader();
            for (long id : cluster.ids()) {
                if (id != leader) {
                    cluster.stop(id);
                    cluster.startMember(id);
                    eventually("it to follow", () -> cluster.member(id).status().leaderId() == leader);
                }
            }
            cluster.isolate(leader);
            assertNotEquals(leader, cluster.awaitLeader());
        }
    }

    @Test
    void afterAFaultOfItsDiskAMemberHaltsAndTheOthersGoOn() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            long broken = cluster.awaitFollower();
            cluster.breakDisk(broken);
            long leader = cluster.awaitLeader();
            assertInstanceOf(Event.class, cluster.set(leader, "/a", "1"));
            eventually("the member to halt", () -> !cluster.halts().isEmpty());
            String log =
                    cluster.dataDir(broken).resolve("wal/0000000000000001.log").toString();
            assertTrue(cluster.halts().getFirst().contains(log), cluster.halts()::toString);
            assertInstanceOf(Event.class, cluster.set(leader, "/b", "2"));
        }
    }

    @Test
    void whatCouldNotBeForcedByAMajorityIsNeverAcknowledged() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            long leader = cluster.awaitLeader();
            cluster.set(leader, "/a", "1");
            cluster.ids().stream().filter(id -> id != leader).forEach(cluster::breakDisk);
            CompletableFuture<Outcome> outcome =
                    cluster.keyspace(leader).submit(new Command.Set(Key.of("/a"), false, "2", null, false));
            eventually("both followers to halt", () -> cluster.halts().size() == 2);
            eventually(
                    "the leader to give up",
                    () -> cluster.member(leader).status().role() != Role.LEADER);
            assertEquals("1", cluster.get(leader, "/a", Consistency.LOCAL));
            assertFalse(outcome.isDone());
        }
    }
}
