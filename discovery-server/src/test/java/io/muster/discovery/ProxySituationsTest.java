package io.muster.discovery;

import static io.muster.discovery.LocalNodes.founded;
import static io.muster.discovery.LocalNodes.standing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.discovery.LocalNodes.Place;
import io.muster.keyspace.server.KeyspaceServer;
import io.muster.keyspace.server.Node;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What nodes with a discovery URL do that are to be proxies: they ask what the original asks, and register nowhere.
class ProxySituationsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private LocalService service;
    private LocalNodes nodes;
    private RecordingProxy way;
    private HttpClient http;

    @BeforeEach
    void start() throws Exception {
        service = LocalService.start("--data-dir", directory.resolve("service").toString(), "--permissive");
        nodes = new LocalNodes(directory);
        way = new RecordingProxy();
        http = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
        nodes.close();
        way.close();
        service.close();
    }

    @Test
    void machineThatComesAfterTheLastPlaceStandsInFrontUnlessToldOtherwise() throws Exception {
        String token = service.newToken(1);
        Place n0 = nodes.place("n0");
        KeyspaceServer member = founded(nodes.run(n0, token));
        Place late = nodes.place("late");

        Node proxy = standing(nodes.run(late, token, way.flag()));

        // the second pair is the proxy's
        assertEquals(List.of(size(token), listing(token), size(token), listing(token)), way.seen());
        assertEquals(1, registrations(token));
        assertEquals(
                "{\"PeerURLs\":[\"" + n0.peerUrl() + "\"]}",
                Files.readString(late.dataDir().resolve("proxy/cluster")));
        assertEquals(201, write(late));
        assertTrue(member.status().index() > 0);

        proxy.close();
        service.close();
        standing(nodes.run(late, token, way.flag()));
        assertEquals(4, way.seen().size(), "one that has been a proxy asks no more: " + way.seen());
        assertEquals(200, write(late));
    }

    @Test
    void machineThatIsToStandInFrontWaitsForAllFounders() throws Exception {
        String token = service.newToken(2);
        var _ = nodes.run(nodes.place("n0"), token);
        while (registrations(token) < 1) {
            service.get(path(token) + "?wait=true&recursive=true&waitIndex=1");
        }
        Place front = nodes.place("front");
        CompletableFuture<Node> proxy = nodes.run(front, token, "--proxy=on", way.flag());
        List<String> asked = way.awaitSeen(3);
        assertEquals(List.of(size(token), listing(token)), asked.subList(0, 2));
        assertTrue(asked.get(2).startsWith("GET " + token + "?recursive=true&wait=true&waitIndex="), asked.get(2));
        assertFalse(proxy.isDone());

        founded(nodes.run(nodes.place("n1"), token));

        standing(proxy);
        assertEquals(201, write(front));
        assertEquals(2, registrations(token));
        assertTrue(
                way.seen().stream().allMatch(line -> line.startsWith("GET ")),
                way.seen().toString());
    }

    private int registrations(String token) throws Exception {
        return service.get(path(token)).body().split("=http://", -1).length - 1;
    }

    private int write(Place place) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(place.clientUrl() + "/v2/keys/a?quorum=true"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(BodyPublishers.ofString("value=1"))
                .build();
        // a proxy says at once that it knows of no member yet, a member without a leader after a while
        long end = System.nanoTime() + PATIENCE.toNanos();
        int status = 0;
        while ((status == 0 || status >= 500) && System.nanoTime() < end) {
            status = http.send(request, BodyHandlers.discarding()).statusCode();
        }
        return status;
    }

    private static String size(String token) {
        return "GET " + token + "/_config/size?quorum=false&recursive=false&sorted=false";
    }

    private static String listing(String token) {
        return "GET " + token + "?quorum=false&recursive=false&sorted=false";
    }

    private static String path(String token) {
        return token.substring(token.lastIndexOf('/'));
    }
}
