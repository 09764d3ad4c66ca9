package io.muster.keyspace.server;

import static io.muster.keyspace.server.TestCluster.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.server.Servers.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole servers join, leave and move, as the runbooks of etcd 2.3 say.
class JoiningTest {
    private static final String EXISTING = "--initial-cluster-state=existing";

    @TempDir
    Path root;

    private Servers servers;
    private Place first;

    @BeforeEach
    void startFirst() throws Exception {
        servers = new Servers(root);
        first = servers.place("first");
        servers.start(first, "--initial-cluster=" + first.listed());
        eventually("a leader", yes(() -> servers.put(first, "/a", "1") < 300));
    }

    @AfterEach
    void stopAll() {
        servers.close();
    }

    @Test
    void aMemberIsAddedJoinsServesAndIsRemoved() throws Exception {
        Place second = servers.place("second");
        long id = servers.add(first, second.peerUrl());
        String cluster = "--initial-cluster=" + first.listed() + "," + second.listed();
        KeyspaceServer joined = servers.start(second, cluster, EXISTING);

        assertEquals(id, joined.self().id());
        eventually("its name", yes(() -> servers.members(first).stream()
                .anyMatch(member -> member.id() == id
                        && member.name().equals("second")
                        && member.clientUrls().equals(List.of(second.clientUrl())))));
        assertEquals(
                200, servers.get(second.clientUrl() + "/v2/keys/a?quorum=true").statusCode());
        assertEquals(201, servers.put(second, "/b", "2"));

        // a restart needs no word about others, and obeys none
        joined.close();
        KeyspaceServer again = servers.start(second, "--initial-cluster=" + second.listed(), EXISTING);
        assertEquals(id, again.self().id());
        assertEquals(200, servers.put(second, "/b", "3"));

        String path = "/v2/members/" + Long.toHexString(id);
        assertEquals(204, servers.send("DELETE", first, path, "", "").statusCode());
        assertTimeoutPreemptively(Duration.ofSeconds(20), again::awaitStop);
        assertEquals(201, servers.put(first, "/c", "1"));
        assertEquals(410, servers.send("DELETE", first, path, "", "").statusCode());
    }

    /// The unit file of the old one will do.
    @Test
    void aMemberIsReplacedAtItsAddress() throws Exception {
        Place second = servers.place("second");
        long old = servers.add(first, second.peerUrl());
        String cluster = "--initial-cluster=" + first.listed() + "," + second.listed();
        KeyspaceServer replaced = servers.start(second, cluster, EXISTING);
        eventually("its name", yes(() -> servers.members(first).stream()
                .noneMatch(member -> member.name().isEmpty())));
        String path = "/v2/members/" + Long.toHexString(old);
        assertEquals(204, servers.send("DELETE", first, path, "", "").statusCode());
        assertTimeoutPreemptively(Duration.ofSeconds(20), replaced::awaitStop);
        long id = servers.add(first, second.peerUrl());
        Place anew = second.withData(root.resolve("anew"));
        KeyspaceServer joined = servers.start(anew, cluster, EXISTING);
        assertEquals(id, joined.self().id());
        joined.close();
        assertEquals(id, servers.start(anew, cluster).self().id());
        assertEquals(201, servers.put(anew, "/b", "2"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoIsRemovedByItselfOrByAnotherIsAnsweredAndStops(boolean byItself) throws Exception {
        Place second = servers.place("second");
        long id = servers.add(first, second.peerUrl());
        KeyspaceServer joined =
                servers.start(second, "--initial-cluster=" + first.listed() + "," + second.listed(), EXISTING);
        eventually("a leader", yes(() -> servers.put(second, "/b", "2") < 300));
        String path = "/v2/members/" + Long.toHexString(id);
        assertEquals(
                204,
                servers.send("DELETE", byItself ? second : first, path, "", "").statusCode());
        assertTimeoutPreemptively(Duration.ofSeconds(20), joined::awaitStop);
        assertEquals(1, servers.members(first).size());
    }

    @Test
    void whoIsNotExpectedIsRefused() throws Exception {
        Place second = servers.place("second");
        String both = "--initial-cluster=" + first.listed() + "," + second.listed();
        assertTrue(refusal(second, both).contains("member count is unequal"));
        servers.add(first, servers.place("other").peerUrl());
        assertTrue(refusal(second, both).contains("unmatched member while checking PeerURLs"));
    }

    /// Its vote is gone with its data, and others count on it.
    @Test
    void whoLostItsDataIsRefused() throws Exception {
        Place second = servers.place("second");
        servers.add(first, second.peerUrl());
        String both = "--initial-cluster=" + first.listed() + "," + second.listed();
        KeyspaceServer started = servers.start(second, both, EXISTING);
        eventually("its name", yes(() -> servers.members(first).stream()
                .noneMatch(member -> member.name().isEmpty())));
        started.close();
        Place empty = second.withData(root.resolve("empty"));
        assertTrue(refusal(empty, both).contains("has already been started"));
    }

    @Test
    void aFounderThatLostItsDataIsRefused() throws Exception {
        Place a = servers.place("a");
        Place b = servers.place("b");
        String both = "--initial-cluster=" + a.listed() + "," + b.listed();
        servers.start(a, both);
        KeyspaceServer lost = servers.start(b, both);
        eventually("both names", yes(() -> servers.members(a).stream()
                .noneMatch(member -> member.name().isEmpty())));
        lost.close();
        StartFailure failure =
                assertThrows(StartFailure.class, () -> servers.start(b.withData(root.resolve("empty")), both));
        assertTrue(String.valueOf(failure.getMessage()).contains("has already been bootstrapped"));
    }

    private String refusal(Place place, String... flags) {
        String[] all = {flags[0], EXISTING};
        StartFailure failure = assertThrows(StartFailure.class, () -> servers.start(place, all));
        assertEquals(StartFailure.REFUSED, failure.exitCode());
        return String.valueOf(failure.getMessage());
    }

    private interface Look {
        boolean isSo() throws Exception;
    }

    private static BooleanSupplier yes(Look look) {
        return () -> {
            try {
                return look.isSo();
            } catch (Exception e) {
                return false;
            }
        };
    }
}
