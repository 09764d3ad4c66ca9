package io.muster.keyspace.server;

import static io.muster.keyspace.server.TestCluster.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

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
}
