package io.muster.keyspace.server;

import static io.muster.keyspace.server.TestCluster.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.Servers.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two clusters, and every way to point a member of one at the other's peers or data: none joins, and both go on as
/// they
/// were.
class CrosswiseTest {
    private static final String EXISTING = "--initial-cluster-state=existing";

    @TempDir
    Path root;

    private Servers servers;
    private Place ours;
    private Place theirs;

    @BeforeEach
    void startBoth() throws Exception {
        servers = new Servers(root);
        ours = servers.place("ours");
        theirs = servers.place("theirs");
        servers.start(ours, "--initial-cluster=" + ours.listed());
        servers.start(theirs, "--initial-cluster=" + theirs.listed(), "--initial-cluster-token=other");
        eventually("both", () -> serves(ours) && serves(theirs));
    }

    @AfterEach
    void bothAreAsTheyWere() throws Exception {
        try (Servers all = servers) {
            for (Place place : List.of(ours, theirs)) {
                assertTrue(serves(place));
                List<MemberInfo> started = all.members(place).stream()
                        .filter(member -> !member.name().isEmpty())
                        .toList();
                assertEquals(1, started.size(), started::toString);
                assertEquals(place.name(), started.getFirst().name());
            }
        }
    }

    @Test
    void addedToOursButPointedAtTheirs() throws Exception {
        Place stray = servers.place("stray");
        servers.add(ours, stray.peerUrl());
        refused("member count is unequal", stray, theirs.listed() + "," + stray.listed(), EXISTING);
    }

    @Test
    void pointedAtBoth() throws Exception {
        Place stray = servers.place("stray");
        servers.add(ours, stray.peerUrl());
        servers.add(theirs, stray.peerUrl());
        refused(
                "member count is unequal",
                stray,
                ours.listed() + "," + theirs.listed() + "," + stray.listed(),
                EXISTING);
    }

    /// It founds a cluster of its own with one of theirs, which will have none of it.
    @Test
    void theirMemberNamedAsACoFounder() throws Exception {
        Place stray = servers.place("stray");
        KeyspaceServer lonely = servers.start(stray, "--initial-cluster=" + stray.listed() + "," + theirs.listed());
        refusesEachOther(lonely);
    }

    /// Even with their token: it makes another cluster of other founders.
    @Test
    void theirTokenWithOtherFounders() throws Exception {
        Place stray = servers.place("stray");
        KeyspaceServer lonely = servers.start(
                stray, "--initial-cluster=" + stray.listed() + "," + theirs.listed(), "--initial-cluster-token=other");
        refusesEachOther(lonely);
    }

    /// Ours is told that a member of theirs belongs to it.
    @Test
    void theirAddressAddedToOurs() throws Exception {
        servers.add(ours, theirs.peerUrl());
        assertEquals(2, servers.members(ours).size());
        assertEquals(1, servers.members(theirs).size());
    }

    @Test
    void ourMemberOnTheirData() throws Exception {
        Place other = servers.place("other");
        KeyspaceServer stopped =
                servers.start(other, "--initial-cluster=" + other.listed(), "--initial-cluster-token=third");
        stopped.close();
        Place stray = servers.place("stray").withData(other.dataDir());
        refused("belongs to cluster", stray, stray.listed());
        refused("belongs to cluster", stray, ours.listed() + "," + stray.listed(), EXISTING);
    }

    private void refusesEachOther(KeyspaceServer lonely) {
        // as long as an election takes, and once more
        long until = System.nanoTime() + 2_500_000_000L;
        eventually("the time to be over", () -> {
            assertEquals(0, lonely.status().leaderId());
            return System.nanoTime() > until;
        });
        lonely.close();
    }

    private void refused(String reason, Place place, String cluster, String... more) {
        String[] flags = more.length == 0
                ? new String[] {"--initial-cluster=" + cluster}
                : new String[] {"--initial-cluster=" + cluster, more[0]};
        StartFailure failure = assertThrows(StartFailure.class, () -> servers.start(place, flags));
        assertTrue(String.valueOf(failure.getMessage()).contains(reason), failure::getMessage);
        assertEquals(StartFailure.REFUSED, failure.exitCode());
    }

    // Also to those who ask who it is.
    private boolean serves(Place place) {
        try {
            return servers.put(place, "/" + place.name(), "v") < 300
                    && servers.members(place).stream()
                            .anyMatch(member -> member.name().equals(place.name()));
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
