package io.muster.discovery;

import static io.muster.discovery.LocalNodes.founded;
import static io.muster.discovery.LocalNodes.freePort;
import static io.muster.discovery.LocalNodes.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.discovery.LocalNodes.Place;
import io.muster.keyspace.server.KeyspaceServer;
import io.muster.keyspace.server.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What whole nodes do in the situations that come up with a discovery URL, and their last words, which are those of
/// etcd 2.3. `BootstrapTest` has those that are about the service's own end.
class NodeSituationsTest {
    @TempDir
    private Path directory;

    private LocalService service;
    private LocalNodes nodes;

    @BeforeEach
    void start() throws Exception {
        service = LocalService.start("--data-dir", directory.resolve("service").toString(), "--permissive");
        nodes = new LocalNodes(directory);
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
        nodes.close();
    }

    @Test
    void machineThatComesAfterTheLastPlaceEndsWithoutRegistering() throws Exception {
        String token = service.newToken(1);
        founded(nodes.run(nodes.place("n0"), token));

        String words = refusal(nodes.run(nodes.place("late"), token, "--discovery-fallback=exit"));

        assertEquals(
                List.of(
                        "failed to join discovery cluster (discovery: cluster is full: discovery token " + token
                                + " was used)",
                        "discovery token " + token + " was used, but failed to bootstrap the cluster.",
                        "please generate a new discovery token and try to bootstrap again.",
                        "generate a new discovery token and try to bootstrap again"),
                words.lines().toList());
        assertFalse(registered(token).contains("late="), "it registered all the same");
    }

    @Test
    void memberWithItsDataAsksNobody() throws Exception {
        Place n0 = nodes.place("n0");
        String token = service.newToken(1);
        KeyspaceServer before = founded(nodes.run(n0, token));
        long id = before.self().id();
        before.close();
        service.close();

        KeyspaceServer again = founded(nodes.run(n0, token));

        assertEquals(id, again.self().id());
    }

    @Test
    void memberThatLostItsDataIsADuplicate() throws Exception {
        Place n0 = nodes.place("n0");
        String token = service.newToken(1);
        founded(nodes.run(n0, token)).close();

        Place lost = new Place("n0", directory.resolve("lost"), n0.client(), n0.peer());
        List<String> words = refusal(nodes.run(lost, token)).lines().toList();

        assertTrue(words.getFirst().contains("discovery: found duplicate id"), words.toString());
        assertEquals(
                List.of(
                        "member \"n0\" has previously registered with discovery service token (" + token + ").",
                        "But etcd could not find valid cluster configuration in the given data dir (" + lost.dataDir()
                                + ").",
                        "Please check the given data dir path if the previous bootstrap succeeded",
                        "or use a new discovery token if the previous bootstrap failed."),
                words.subList(1, words.size()));
    }

    @Test
    void secondProcessOfOneMachineIsADuplicateAndTheFirstGoesOn() throws Exception {
        Place n0 = nodes.place("n0");
        String token = service.newToken(2);
        CompletableFuture<Node> first = nodes.run(n0, token);
        awaitRegistration(token, n0);

        Place twin = new Place("n0", directory.resolve("twin"), freePort(), n0.peer());
        String words = refusal(nodes.run(twin, token, "--listen-peer-urls=http://127.0.0.1:" + freePort()));

        assertTrue(words.contains("has previously registered"), words);
        assertFalse(first.isDone());
        founded(nodes.run(nodes.place("n1"), token));
        founded(first);
    }

    @Test
    void twoOfOneNameBothEndOnceAllAreThere() throws Exception {
        String token = service.newToken(2);
        CompletableFuture<Node> one = nodes.run(nodes.place("same"), token);
        CompletableFuture<Node> two =
                nodes.run(new Place("same", directory.resolve("two"), freePort(), freePort()), token);

        for (CompletableFuture<Node> each : List.of(one, two)) {
            String words = refusal(each);
            assertTrue(words.contains("discovery: found duplicate name"), words);
            assertTrue(
                    words.contains("member with duplicated name has registered with discovery service token(" + token
                            + ").\nplease check (cURL) the discovery token for more information.\n"),
                    words);
        }
    }

    @Test
    void othersWaitForALateMemberAndNoiseUnderOtherKeysIsHarmless() throws Exception {
        Place n0 = nodes.place("n0");
        String token = service.newToken(2);
        String other = service.newToken(1);
        CompletableFuture<Node> first = nodes.run(n0, token);
        awaitRegistration(token, n0);
        service.send("PUT", path(other) + "/noise", "value=n=http://127.0.0.1:1");
        service.send("PUT", path(token) + "/_hidden", "value=x");
        assertFalse(first.isDone());

        founded(nodes.run(nodes.place("late"), token));

        founded(first);
    }

    @Test
    void registrationOfTheFirstGenerationIsNoMember() throws Exception {
        Place n0 = nodes.place("n0");
        String token = service.newToken(2);
        CompletableFuture<Node> node = nodes.run(n0, token);
        awaitRegistration(token, n0);
        service.send("PUT", path(token) + "/m040", "value=http://127.0.0.1:7001");

        String words = refusal(node);

        assertTrue(words.startsWith("failed to join discovery cluster (discovery: invalid URL"), words);
    }

    @Test
    void tokenThatNobodyIssuedAndOneThatIsNoneAreNamed() throws Exception {
        String unknown = refusal(nodes.run(nodes.place("n0"), service.url() + "/" + "f".repeat(32)));
        String malformed = refusal(nodes.run(nodes.place("n1"), service.url() + "/abc"));

        assertTrue(
                unknown.startsWith("failed to join discovery cluster (100: Key not found (/_etcd/registry/"), unknown);
        assertTrue(
                malformed.startsWith("failed to join discovery cluster (discovery: bad discovery endpoint"), malformed);
    }

    @Test
    void machinesOfTheFirstGenerationFindEachOtherThroughTheService() throws Exception {
        String token = service.newToken(2);

        KeyspaceServer first = founded(nodes.runFirst(nodes.place("core0"), token));
        KeyspaceServer second = founded(nodes.runFirst(nodes.place("core1"), token));

        assertEquals(first.clusterId(), second.clusterId());
        assertTrue(Pattern.compile("\"ttl\":604[78]").matcher(registered(token)).find(), registered(token));
    }

    @Test
    void everyRequestGoesThroughTheProxyThatIsNamed() throws Exception {
        try (RecordingProxy proxy = new RecordingProxy()) {
            String token = service.newToken(1);

            founded(nodes.run(nodes.place("n0"), token, proxy.flag()));

            assertEquals(
                    "GET " + token + "/_config/size?quorum=false&recursive=false&sorted=false",
                    proxy.seen().getFirst());
            assertTrue(
                    proxy.seen().stream().anyMatch(line -> line.startsWith("PUT " + token + "/")),
                    proxy.seen().toString());
        }
    }

    // Asks the service to tell when it happens.
    private void awaitRegistration(String token, Place place) throws Exception {
        while (!registered(token).contains(place.registration())) {
            service.get(path(token) + "?wait=true&recursive=true&waitIndex=1");
        }
    }

    private String registered(String token) throws Exception {
        return service.get(path(token)).body();
    }

    private static String path(String token) {
        return token.substring(token.lastIndexOf('/'));
    }
}
