package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.server.bootstrap.DiscoveryHttp;
import io.muster.keyspace.server.bootstrap.DiscoveryJoin;
import io.muster.keyspace.server.bootstrap.InitialCluster;
import io.muster.keyspace.server.bootstrap.JoinResult;
import io.muster.keyspace.server.bootstrap.JoinResult.Joined;
import io.muster.keyspace.server.bootstrap.JoinResult.Reason;
import io.muster.keyspace.server.bootstrap.JoinResult.Refused;
import io.muster.keyspace.server.bootstrap.Pauser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our own members find each other through our own service.
class BootstrapTest {
    private static final Pauser NO_PAUSE = _ -> {};

    private final HttpClient http = DiscoveryHttp.open(Optional.empty());
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private LocalService service;

    @BeforeEach
    void start(@TempDir Path dataDir) throws Exception {
        service = LocalService.start("--data-dir", dataDir.toString());
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        service.close();
    }

    @Test
    void threeMembersComeToTheSameClusterAndTheFourthIsRefused() throws Exception {
        String token = service.newToken(3);
        List<CompletableFuture<JoinResult>> members = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            members.add(member(token, "n" + i, i));
        }

        List<InitialCluster> clusters = new ArrayList<>();
        for (CompletableFuture<JoinResult> member : members) {
            clusters.add(assertInstanceOf(Joined.class, member.get(10, TimeUnit.SECONDS))
                    .cluster());
        }

        assertEquals(1, clusters.stream().distinct().count(), clusters.toString());
        assertEquals(3, clusters.getFirst().members().size());
        assertRefused(Reason.CLUSTER_FULL, member(token, "n4", 4));
        String listing = service.get(token.substring(token.lastIndexOf('/'))).body();
        clusters.getFirst()
                .members()
                .forEach(member -> assertTrue(listing.contains("/" + member.hexId() + "\""), listing));
    }

    @Test
    void memberThatComesBackWithoutItsDataIsRefused() throws Exception {
        String token = service.newToken(1);
        assertInstanceOf(Joined.class, member(token, "n1", 1).get(10, TimeUnit.SECONDS));

        assertRefused(Reason.DUPLICATE_ID, member(token, "n1", 1));
    }

    @Test
    void memberWhoseNameIsTakenIsRefusedAndHarmsNobody() throws Exception {
        String token = service.newToken(2);
        assertEquals(
                201,
                service.send(
                                "PUT",
                                token.substring(token.lastIndexOf('/')) + "/first?prevExist=false",
                                "value=same=http://127.0.0.1:24429")
                        .statusCode());

        Refused refused = assertRefused(Reason.REJECTED, member(token, "same", 1));

        assertTrue(refused.line().contains("the name same is taken by member first"), refused.line());
    }

    @Test
    void membersThatAServiceOfTheOriginalKindLetsTakeOneNameAreBothRefused(@TempDir Path dataDir) throws Exception {
        try (LocalService permissive = LocalService.start("--data-dir", dataDir.toString(), "--permissive")) {
            String token = permissive.newToken(2);
            CompletableFuture<JoinResult> first = member(token, "same", 1);
            CompletableFuture<JoinResult> second = member(token, "same", 2);

            assertRefused(Reason.DUPLICATE_NAME, first);
            assertRefused(Reason.DUPLICATE_NAME, second);
        }
    }

    @Test
    void unknownTokenIsRefused() throws Exception {
        Refused refused = assertRefused(Reason.UNKNOWN_TOKEN, member(service.url() + "/" + "f".repeat(32), "n1", 1));

        assertTrue(refused.line().startsWith("100: Key not found (/_etcd/registry/" + "f".repeat(32) + ") ["));
    }

    // In a process of its own: its end closes every connection, also one that it was just about to accept.
    @Test
    void waitGoesOnWhenTheServiceComesBackFromAKill(@TempDir Path dataDir) throws Exception {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        CompletableFuture<ServerProcess> returned = new CompletableFuture<>();
        String token;
        CompletableFuture<JoinResult> first;
        try (ServerProcess before = ServerProcess.start(dataDir, "--addr", "127.0.0.1:0")) {
            token = newToken(before.url(), 2);
            Pauser restart = _ -> {
                gone.join();
                returned.complete(restarted(before.port(), dataDir));
            };
            first = join(restart, token, "n1", 1, notice -> {
                if (notice.contains("waiting for 1 more")) {
                    waiting.complete(null);
                }
            });
            waiting.get(10, TimeUnit.SECONDS);
        }
        gone.complete(null);

        try (ServerProcess _ = returned.get(20, TimeUnit.SECONDS)) {
            CompletableFuture<JoinResult> second = member(token, "n2", 2);

            JoinResult joined = first.get(10, TimeUnit.SECONDS);
            assertEquals(joined, second.get(10, TimeUnit.SECONDS));
            assertEquals(
                    "n1=http://127.0.0.1:24421,n2=http://127.0.0.1:24422",
                    assertInstanceOf(Joined.class, joined).cluster().format());
        }
    }

    private String newToken(String url, int size) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/new?size=" + size)).build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    private static ServerProcess restarted(int port, Path dataDir) {
        try {
            return ServerProcess.start(dataDir, "--addr", "127.0.0.1:" + port);
        } catch (IOException e) {
            throw new UncheckedIOException("the service cannot come back", e);
        }
    }

    private CompletableFuture<JoinResult> member(String token, String name, int number) {
        return join(NO_PAUSE, token, name, number, notices::add);
    }

    private CompletableFuture<JoinResult> join(
            Pauser pauser, String token, String name, int number, Consumer<String> notice) {
        CompletableFuture<JoinResult> result = new CompletableFuture<>();
        Thread.ofVirtual().name(name).start(() -> {
            try {
                result.complete(DiscoveryJoin.join(http, pauser, notice, token, name, peer(number)));
            } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static List<String> peer(int number) {
        return List.of("http://127.0.0.1:" + (24420 + number));
    }

    private static Refused assertRefused(Reason reason, CompletableFuture<JoinResult> member) throws Exception {
        Refused refused = assertInstanceOf(Refused.class, member.get(10, TimeUnit.SECONDS));
        assertEquals(reason, refused.reason(), refused.line());
        return refused;
    }
}
