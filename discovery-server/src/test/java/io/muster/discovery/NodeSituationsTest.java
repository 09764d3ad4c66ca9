package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.muster.keyspace.server.KeyspaceServer;
import io.muster.keyspace.server.ServerConfig;
import io.muster.keyspace.server.StartFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What whole nodes do in the situations that come up with a discovery URL, and their last words, which are those of
/// etcd 2.3. `BootstrapTest` has those that are about the service's own end.
class NodeSituationsTest {
    private static final long PATIENCE_SECONDS = 30;

    private final List<CompletableFuture<KeyspaceServer>> nodes = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private LocalService service;

    private record Place(String name, Path dataDir, int client, int peer) {
        String peerUrl() {
            return "http://127.0.0.1:" + peer;
        }

        String registration() {
            return name + "=" + peerUrl();
        }
    }

    @BeforeEach
    void start() throws Exception {
        service = LocalService.start("--data-dir", directory.resolve("service").toString(), "--permissive");
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
        for (CompletableFuture<KeyspaceServer> node : nodes) {
            if (!node.isCompletedExceptionally()) {
                node.get(PATIENCE_SECONDS, TimeUnit.SECONDS).close();
            }
        }
    }

    @Test
    void machineThatComesAfterTheLastPlaceEndsWithoutRegistering() throws Exception {
        String token = service.newToken(1);
        founded(run(place("n0"), token));

        String words = refusal(run(place("late"), token, "--discovery-fallback=exit"));

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
        Place n0 = place("n0");
        String token = service.newToken(1);
        KeyspaceServer before = founded(run(n0, token));
        long id = before.self().id();
        before.close();
        service.close();

        KeyspaceServer again = founded(run(n0, token));

        assertEquals(id, again.self().id());
    }

    @Test
    void memberThatLostItsDataIsADuplicate() throws Exception {
        Place n0 = place("n0");
        String token = service.newToken(1);
        founded(run(n0, token)).close();

        Place lost = new Place("n0", directory.resolve("lost"), n0.client(), n0.peer());
        List<String> words = refusal(run(lost, token)).lines().toList();

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
        Place n0 = place("n0");
        String token = service.newToken(2);
        CompletableFuture<KeyspaceServer> first = run(n0, token);
        awaitRegistration(token, n0);

        Place twin = new Place("n0", directory.resolve("twin"), freePort(), n0.peer());
        String words = refusal(run(twin, token, "--listen-peer-urls=http://127.0.0.1:" + freePort()));

        assertTrue(words.contains("has previously registered"), words);
        assertFalse(first.isDone());
        founded(run(place("n1"), token));
        founded(first);
    }

    @Test
    void twoOfOneNameBothEndOnceAllAreThere() throws Exception {
        String token = service.newToken(2);
        CompletableFuture<KeyspaceServer> one = run(place("same"), token);
        CompletableFuture<KeyspaceServer> two =
                run(new Place("same", directory.resolve("two"), freePort(), freePort()), token);

        for (CompletableFuture<KeyspaceServer> each : List.of(one, two)) {
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
        Place n0 = place("n0");
        String token = service.newToken(2);
        String other = service.newToken(1);
        CompletableFuture<KeyspaceServer> first = run(n0, token);
        awaitRegistration(token, n0);
        service.send("PUT", path(other) + "/noise", "value=n=http://127.0.0.1:1");
        service.send("PUT", path(token) + "/_hidden", "value=x");
        assertFalse(first.isDone());

        founded(run(place("late"), token));

        founded(first);
    }

    @Test
    void registrationOfTheFirstGenerationIsNoMember() throws Exception {
        Place n0 = place("n0");
        String token = service.newToken(2);
        CompletableFuture<KeyspaceServer> node = run(n0, token);
        awaitRegistration(token, n0);
        service.send("PUT", path(token) + "/m040", "value=http://127.0.0.1:7001");

        String words = refusal(node);

        assertTrue(words.startsWith("failed to join discovery cluster (discovery: invalid URL"), words);
    }

    @Test
    void tokenThatNobodyIssuedAndOneThatIsNoneAreNamed() throws Exception {
        String unknown = refusal(run(place("n0"), service.url() + "/" + "f".repeat(32)));
        String malformed = refusal(run(place("n1"), service.url() + "/abc"));

        assertTrue(
                unknown.startsWith("failed to join discovery cluster (100: Key not found (/_etcd/registry/"), unknown);
        assertTrue(
                malformed.startsWith("failed to join discovery cluster (discovery: bad discovery endpoint"), malformed);
    }

    @Test
    void machinesOfTheFirstGenerationFindEachOtherThroughTheService() throws Exception {
        String token = service.newToken(2);

        KeyspaceServer first = founded(runFirst(place("core0"), token));
        KeyspaceServer second = founded(runFirst(place("core1"), token));

        assertEquals(first.clusterId(), second.clusterId());
        assertTrue(Pattern.compile("\"ttl\":604[78]").matcher(registered(token)).find(), registered(token));
    }

    @Test
    void everyRequestGoesThroughTheProxyThatIsNamed() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer proxy = proxy(seen);
        try {
            String token = service.newToken(1);

            founded(run(
                    place("n0"),
                    token,
                    "--discovery-proxy=127.0.0.1:" + proxy.getAddress().getPort()));

            assertEquals("GET " + token + "/_config/size?quorum=false&recursive=false&sorted=false", seen.getFirst());
            assertTrue(seen.stream().anyMatch(line -> line.startsWith("PUT " + token + "/")), seen.toString());
        } finally {
            proxy.stop(0);
        }
    }

    private CompletableFuture<KeyspaceServer> run(Place place, String token, String... more) {
        List<String> flags = new ArrayList<>(List.of(
                "--name=" + place.name(),
                "--data-dir=" + place.dataDir(),
                "--listen-client-urls=http://127.0.0.1:" + place.client(),
                "--advertise-client-urls=http://127.0.0.1:" + place.client(),
                "--initial-advertise-peer-urls=" + place.peerUrl(),
                "--discovery=" + token));
        flags.addAll(List.of(more));
        if (flags.stream().noneMatch(flag -> flag.startsWith("--listen-peer-urls"))) {
            flags.add("--listen-peer-urls=" + place.peerUrl());
        }
        return run(place, flags);
    }

    private CompletableFuture<KeyspaceServer> runFirst(Place place, String token) {
        return run(
                place,
                List.of(
                        "--compat=0.4",
                        "-name=" + place.name(),
                        "-data-dir=" + place.dataDir(),
                        "-addr=127.0.0.1:" + place.client(),
                        "-bind-addr=127.0.0.1",
                        "-peer-addr=127.0.0.1:" + place.peer(),
                        "-peer-bind-addr=127.0.0.1",
                        "-discovery=" + token));
    }

    private CompletableFuture<KeyspaceServer> run(Place place, List<String> flags) {
        CompletableFuture<KeyspaceServer> node = new CompletableFuture<>();
        nodes.add(node);
        Thread.ofVirtual().name(place.name()).start(() -> {
            try {
                node.complete(KeyspaceServer.start(ServerConfig.parse(flags, Map.of())));
            } catch (StartFailure | InterruptedException | RuntimeException e) {
                node.completeExceptionally(e);
            }
        });
        return node;
    }

    private static KeyspaceServer founded(CompletableFuture<KeyspaceServer> node) throws Exception {
        return node.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static String refusal(CompletableFuture<KeyspaceServer> node) {
        ExecutionException ended =
                assertThrows(ExecutionException.class, () -> node.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        StartFailure failure = assertInstanceOf(StartFailure.class, ended.getCause());
        assertEquals(1, failure.exitCode());
        return String.valueOf(failure.getMessage());
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

    private Place place(String name) throws Exception {
        return new Place(name, directory.resolve(name), freePort(), freePort());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static HttpServer proxy(List<String> seen) throws Exception {
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HttpClient http = HttpClient.newHttpClient();
        proxy.createContext("/", exchange -> {
            URI target = exchange.getRequestURI();
            seen.add(exchange.getRequestMethod() + " " + target);
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            HttpRequest.Builder request = HttpRequest.newBuilder(target)
                    .method(
                            exchange.getRequestMethod(),
                            BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            if (type != null) {
                request.header("Content-Type", type);
            }
            try (exchange) {
                HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
                answer.headers().firstValue("X-Etcd-Index").ifPresent(index -> exchange.getResponseHeaders()
                        .set("X-Etcd-Index", index));
                exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                exchange.getResponseBody().write(answer.body());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        proxy.setExecutor(Thread::startVirtualThread);
        proxy.start();
        return proxy;
    }
}
