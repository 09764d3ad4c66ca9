package io.muster.keyspace.server;

import static io.muster.keyspace.server.TestCluster.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.Event;
import io.muster.keyspace.Read.Consistency;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberTest {
    @TempDir
    private Path root;

    @Test
    void aWriteOnAnyMemberIsReadThereAtOnceAndOnTheOthersWhenItMustBe() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            cluster.awaitLeader();
            for (long id : cluster.ids()) {
                assertInstanceOf(Event.class, cluster.set(id, "/on-" + id, "v" + id));
                assertEquals("v" + id, cluster.get(id, "/on-" + id, Consistency.LOCAL));
                for (long other : cluster.ids()) {
                    assertEquals("v" + id, cluster.get(other, "/on-" + id, Consistency.LINEARIZABLE));
                }
            }
        }
    }

    @Test
    void everyMemberPublishesItself() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            eventually(
                    "all members to be published", () -> cluster.ids().stream().allMatch(id -> cluster.member(id)
                            .members()
                            .containsAll(
                                    cluster.ids().stream().map(cluster::info).toList())));
        }
    }

    @Test
    void everyAppendIsCountedOnBothSides() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            long leader = cluster.awaitLeader();
            cluster.set(leader, "/a", "1");
            eventually("both followers to acknowledge what they were sent", () -> {
                AppendStats stats = cluster.member(leader).appends();
                return stats.followers().size() == 2
                        && stats.followers().values().stream()
                                .allMatch(follower -> follower.succeeded() > 0
                                        && follower.latency().minimum() > 0
                                        && follower.latency().maximum()
                                                >= follower.latency().average());
            });
            cluster.ids().stream()
                    .filter(id -> id != leader)
                    .forEach(id -> assertTrue(cluster.member(id).appends().received() > 0));
        }
    }

    @Test
    void appendsThatAFollowerDoesNotAnswerFail() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            long leader = cluster.awaitLeader();
            cluster.set(leader, "/a", "1");
            long lost = cluster.awaitFollower();
            long before = failedAppends(cluster.member(leader), lost);
            cluster.isolate(lost);
            cluster.set(leader, "/a", "2");
            eventually("the leader to give up on appends", () -> failedAppends(cluster.member(leader), lost) > before);
        }
    }

    @Test
    void whatWasAcknowledgedSurvivesARestartOfAll() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            cluster.awaitLeader();
            for (int i = 0; i < 50; i++) {
                cluster.set(1 + i % 3, "/k" + i, "v" + i);
            }
            cluster.ids().forEach(cluster::stop);
            cluster.ids().forEach(cluster::startMember);
            cluster.awaitLeader();
            for (int i = 0; i < 50; i++) {
                assertEquals("v" + i, cluster.get(1 + i % 3, "/k" + i, Consistency.LINEARIZABLE));
            }
        }
    }

    @Test
    void theOthersGoOnWhenTheLeaderStops() {
        try (TestCluster cluster = TestCluster.start(root, 3)) {
            long first = cluster.awaitLeader();
            cluster.set(first, "/before", "1");
            cluster.stop(first);
            long second = cluster.awaitLeader();
            assertInstanceOf(Event.class, cluster.set(second, "/after", "2"));
            assertEquals("1", cluster.get(second, "/before", Consistency.LINEARIZABLE));
            cluster.startMember(first);
            eventually("the first leader to catch up", () -> cluster.get(first, "/after", Consistency.LOCAL)
                    .equals("2"));
        }
    }

    @Test
    void aLoneMemberServesAtOnceAndKeepsWhatItAcknowledged() {
        try (TestCluster cluster = TestCluster.start(root, 1)) {
            assertInstanceOf(Event.class, cluster.set(1, "/a", "1"));
            cluster.stop(1);
            cluster.startMember(1);
            assertEquals("1", cluster.get(1, "/a", Consistency.LINEARIZABLE));
        }
    }

    private static long failedAppends(Member leader, long follower) {
        AppendStats.Follower stats = leader.appends().followers().get(follower);
        return stats == null ? 0 : stats.failed();
    }
}
