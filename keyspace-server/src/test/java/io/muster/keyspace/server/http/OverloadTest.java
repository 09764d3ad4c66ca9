package io.muster.keyspace.server.http;

import static io.muster.keyspace.server.TestCluster.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is beyond a limit is refused at once, and harms nobody who is within it.
class OverloadTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final ClientLimits WIDE = new ClientLimits(1_000, 1_000, 1_000, 1 << 30, 1 << 20, NEVER);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void aConnectionTooManyIsToldSoAndClosed() throws Exception {
        LocalServer server = start(new ClientLimits(2, 10, 10, 1 << 30, 1 << 20, NEVER));
        WireClient first = client(server);
        assertEquals(404, first.exchange("GET", "/v2/keys/none").status());
        WireClient second = client(server);
        assertEquals(404, second.exchange("GET", "/v2/keys/none").status());

        for (String path : List.of("/v2/keys/none", "/version")) {
            WireClient third = client(server);
            WireClient.Answer refused = third.exchange("GET", path);
            assertEquals(503, refused.status());
            assertEquals("1", refused.head().header("Retry-After").orElseThrow());
            assertEquals(
                    "this server has as much to do as --max-connections=2 allows; try again later, or elsewhere\n",
                    refused.body());
            assertTrue(third.isHungUpOn());
        }
        assertTrue(client(server).isHungUpOn(), "one that says nothing, either");
        assertEquals(404, second.exchange("GET", "/v2/keys/none").status());
        second.close();

        eventually("a place", yes(() -> {
            try (WireClient next = client(server)) {
                return next.exchange("GET", "/v2/keys/none").status() == 404;
            }
        }));
        assertMetric(first, "muster_limit{limit=\"connections\"} 2");
        assertTrue(metric(first, "muster_limit_refused_total{limit=\"connections\"}") >= 3);
    }

    @Test
    void aWatchTooManyIsRefusedAndOneThatEndsMakesRoom() throws Exception {
        LocalServer server = start(new ClientLimits(100, 3, 10, 1 << 30, 1 << 20, NEVER));
        WireClient writer = client(server);
        List<WireClient> watching = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            WireClient each = client(server);
            each.send("GET /v2/keys/w?wait=true HTTP/1.1\r\nHost: h\r\n\r\n");
            assertEquals(200, each.head().status());
            watching.add(each);
        }
        WireClient.Answer refused = writer.exchange("GET", "/v2/keys/w?wait=true&stream=true");
        assertEquals(503, refused.status());
        assertTrue(refused.body().contains("--max-watches=3"), refused.body());
        assertMetric(writer, "etcd_http_failed_total{code=\"503\",method=\"GET\"} 1");

        assertEquals(201, writer.exchange("PUT", "/v2/keys/w", "value=1").status());
        for (WireClient each : watching) {
            assertTrue(each.chunk().orElseThrow().contains("\"value\":\"1\""));
        }
        eventually(
                "a place",
                yes(() -> writer.exchange("GET", "/v2/keys/w?wait=true&waitIndex=1")
                                .status()
                        == 200));
        assertMetric(writer, "muster_limit_used{limit=\"watches\"} 0");
    }

    @Test
    void aWriteTooManyIsRefusedWhileOthersWaitForAgreement() throws Exception {
        LocalServer server = start(new ClientLimits(100, 10, 2, 1 << 30, 1 << 20, NEVER));
        CompletableFuture<Void> agreed = new CompletableFuture<>();
        server.holdWritesUntil(agreed);
        List<WireClient> waiting = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            WireClient each = client(server);
            each.send(write("/v2/keys/w" + i, "value=1"));
            waiting.add(each);
        }
        WireClient other = client(server);
        eventually("both to wait", yes(() -> metric(other, "muster_limit_used{limit=\"pending-writes\"}") == 2));

        WireClient.Answer refused = other.exchange("PUT", "/v2/keys/w2", "value=1");
        assertEquals(503, refused.status());
        assertTrue(refused.body().contains("--max-pending-writes=2"), refused.body());
        assertEquals(404, other.exchange("GET", "/v2/keys/w2").status());

        agreed.complete(null);
        for (WireClient each : waiting) {
            assertEquals(201, each.answer("PUT").status());
        }
        assertEquals(201, other.exchange("PUT", "/v2/keys/w2", "value=1").status());
    }

    @Test
    void bodiesTakeUpNoMoreThanTheyMayTogether() throws Exception {
        LocalServer server = start(new ClientLimits(100, 10, 10, 100_000, 1 << 20, NEVER));
        String large = "value=" + "x".repeat(60_000);
        WireClient other = client(server);
        WireClient first = client(server);
        String request = write("/v2/keys/a", large);
        first.send(request.substring(0, request.length() - 1));
        eventually("the first", yes(() -> metric(other, "muster_limit_used{limit=\"body-bytes\"}") >= 60_000));

        WireClient second = client(server);
        second.send(write("/v2/keys/b", large));
        WireClient.Answer refused = second.answer("PUT");
        assertEquals(503, refused.status());
        assertTrue(refused.body().contains("--max-body-bytes=100000"), refused.body());
        assertEquals(201, other.exchange("PUT", "/v2/keys/small", "value=1").status());

        first.send(request.substring(request.length() - 1));
        assertEquals(201, first.answer("PUT").status());
        eventually("room", yes(() -> metric(other, "muster_limit_used{limit=\"body-bytes\"}") == 0));
        assertEquals(201, other.exchange("PUT", "/v2/keys/b", large).status());
    }

    @Test
    void aHeadTooLargeAndABodyTooLargeAreRefusedAndCounted() throws Exception {
        LocalServer server = start(new ClientLimits(100, 10, 10, 1 << 30, 4_096, NEVER));
        WireClient large = client(server);
        large.send("GET /v2/keys/a HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(5_000) + "\r\n\r\n");
        assertEquals(431, large.answer("GET").status());
        WireClient heavy = client(server);
        heavy.send("PUT /v2/keys/a HTTP/1.1\r\nHost: h\r\nContent-Length: 50000000\r\n\r\n");
        assertEquals(413, heavy.answer("PUT").status());

        WireClient other = client(server);
        assertMetric(other, "muster_limit_refused_total{limit=\"header-bytes\"} 1");
        assertMetric(other, "muster_limit_refused_total{limit=\"request-bytes\"} 1");
    }

    @Test
    void whoDawdlesIsCutAndWhoWaitsIsNot() throws Exception {
        LocalServer server = start(new ClientLimits(100, 100, 10, 1 << 30, 1 << 20, SOON));
        String large = "value=" + "x".repeat(12 << 20);
        WireClient idle = client(server);
        assertEquals(201, idle.exchange("PUT", "/v2/keys/large", large).status());
        WireClient waiting = client(server);
        waiting.send("GET /v2/keys/w?wait=true HTTP/1.1\r\nHost: h\r\n\r\n");
        assertEquals(200, waiting.head().status());

        WireClient silent = client(server);
        WireClient slowHead = client(server);
        slowHead.send("GET /v2/keys/none HTTP/1.1\r\nHost: ");
        WireClient slowBody = client(server);
        slowBody.send("PUT /v2/keys/a HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nvalue=");
        WireClient slowAdministrator = client(server);
        slowAdministrator.send("POST /v2/members HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n{");
        WireClient secondHead = client(server);
        assertEquals(404, secondHead.exchange("GET", "/v2/keys/none").status());
        secondHead.send("GE");
        WireClient notReading = client(server);
        notReading.send("GET /v2/keys/large HTTP/1.1\r\nHost: h\r\n\r\n");

        for (WireClient cut : List.of(silent, slowHead, slowBody, slowAdministrator, secondHead)) {
            assertTrue(cut.isHungUpOn());
        }
        eventually(
                "all to be cut", yes(() -> metric(idle, "muster_limit_refused_total{limit=\"client-timeout\"}") >= 6));
        assertEquals(201, idle.exchange("PUT", "/v2/keys/w", "value=1").status());
        assertTrue(waiting.chunk().orElseThrow().contains("\"value\":\"1\""));
    }

    @Test
    void bodiesThatComeSlowlyHoldNoThread() throws Exception {
        LocalServer server = start(WIDE);
        WireClient other = client(server);
        for (int i = 0; i < 400; i++) {
            client(server).send("POST /v2/members HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n{");
        }
        assertEquals(200, other.exchange("GET", "/version").status());
        assertEquals(200, other.exchange("GET", "/v2/keys/?recursive=true").status());
    }

    private LocalServer start(ClientLimits limits) throws IOException {
        LocalServer server = LocalServer.start(new ManualClock(), ClientSettings.DEFAULT.within(limits));
        open.add(server);
        return server;
    }

    private WireClient client(LocalServer server) throws IOException {
        WireClient client = new WireClient(server.uri("/"));
        open.add(client);
        return client;
    }

    private static String write(String target, String form) {
        return "PUT " + target + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: " + form.length() + "\r\n\r\n" + form;
    }

    private static void assertMetric(WireClient client, String line) throws IOException {
        String metrics = client.exchange("GET", "/metrics").body();
        assertTrue(metrics.lines().anyMatch(each -> each.equals(line) || each.equals(line + ".0")), metrics);
    }

    private static double metric(WireClient client, String name) throws IOException {
        String metrics = client.exchange("GET", "/metrics").body();
        assertFalse(metrics.isEmpty());
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private static BooleanSupplier yes(Callable<Boolean> question) {
        return () -> {
            try {
                return question.call();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
