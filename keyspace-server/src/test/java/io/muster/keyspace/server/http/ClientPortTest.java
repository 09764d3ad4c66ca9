package io.muster.keyspace.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.bootstrap.MemberIds;
import io.muster.keyspace.server.http.WireClient.Answer;
import io.muster.keyspace.wire.MembersJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the recorded cases do not show: connections, large bodies, clients that behave badly, a member in trouble.
class ClientPortTest {
    private static final int MAX_REQUEST_BYTES = 4 << 20;
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(100);

    private LocalServer server;
    private WireClient client;

    @BeforeEach
    void start() throws IOException {
        server = LocalServer.start(MAX_REQUEST_BYTES);
        client = new WireClient(server.uri(""));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void valueOfThreeMegabytesIsStored() throws IOException {
        String value = "x".repeat(3 << 20);

        assertEquals(
                201, client.exchange("PUT", "/v2/keys/large", "value=" + value).status());
        assertTrue(client.exchange("GET", "/v2/keys/large").body().contains("\"value\":\"" + value + "\""));
    }

    @Test
    void bodyBeyondTheLimitIsRefusedBeforeItIsRead() throws IOException {
        Map<String, String> headers =
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Content-Length", "4194305");
        client.send(WireClient.request("DELETE", "/v2/keys/a", headers, new byte[0]));
        Answer answer = client.answer("DELETE");

        assertEquals(413, answer.status());
        assertEquals("the request body is larger than 4194304 bytes; see --max-request-bytes\n", answer.body());
        assertTrue(client.isHungUpOn());
    }

    @Test
    void chunkedBodyIsReadUpToTheLimit() throws IOException {
        String head = """
                PUT /v2/keys/a HTTP/1.1\r
                Host: h\r
                Transfer-Encoding: chunked\r
                Content-Type: application/x-www-form-urlencoded\r
                \r
                """;
        client.send(head + "4\r\nvalu\r\n4\r\ne=ab\r\n0\r\n\r\n");
        assertTrue(client.answer("PUT").body().contains("\"value\":\"ab\""));

        String chunk = "100000\r\n" + "x".repeat(1 << 20) + "\r\n";
        client.send(head + chunk + chunk + chunk + chunk + "1\r\nx\r\n0\r\n\r\n");
        assertEquals(413, client.answer("PUT").status());
    }

    @Test
    void oldProtocolIsAnsweredAndEndsWithTheConnection() throws IOException {
        client.send("GET /version HTTP/1.0\r\n\r\n");

        assertEquals(
                "{\"etcdserver\":\"2.3.8\",\"etcdcluster\":\"2.3.0\"}",
                client.answer("GET").body());
        assertTrue(client.isHungUpOn());
    }

    @Test
    void watchInTheOldProtocolIsNotChunked() throws IOException {
        client.send("GET /v2/keys/a?wait=true HTTP/1.0\r\n\r\n");
        WireClient.Head head = client.head();
        put("/a", "1");

        assertFalse(head.isChunked());
        assertTrue(client.hears(LONG));
    }

    @Test
    void connectionIsKeptAfterALongPoll() throws IOException {
        client.send(WireClient.request("GET", "/v2/keys/a?wait=true", Map.of(), new byte[0]));
        assertEquals(200, client.head().status());
        put("/a", "1");

        assertTrue(client.chunk().orElseThrow().contains("\"value\":\"1\""));
        assertEquals(Optional.empty(), client.chunk());
        assertEquals(200, client.exchange("GET", "/v2/keys/a").status());
    }

    @Test
    void requestSentDuringAWatchIsAnsweredAfterIt() throws IOException {
        client.send(WireClient.request("GET", "/v2/keys/a?wait=true", Map.of(), new byte[0]));
        WireClient.Head head = client.head();
        client.send(WireClient.request("GET", "/version", Map.of(), new byte[0]));
        assertFalse(client.hears(SHORT));
        put("/a", "1");

        assertEquals(200, head.status());
        assertTrue(client.chunk().orElseThrow().contains("\"value\":\"1\""));
        assertEquals(Optional.empty(), client.chunk());
        assertTrue(client.answer("GET").body().contains("etcdserver"));
    }

    @Test
    void clientThatLeftIsForgotten() throws IOException, InterruptedException {
        client.send(WireClient.request("GET", "/v2/keys/a?wait=true&stream=true", Map.of(), new byte[0]));
        assertEquals(200, client.head().status());
        assertEquals(1, server.openWatches());
        client.close();

        assertTrue(server.awaitNoWatches(LONG));
    }

    @Test
    void streamThatIsNotReadIsHungUpOn() throws IOException, InterruptedException {
        client.send(WireClient.request("GET", "/v2/keys/a?wait=true&stream=true", Map.of(), new byte[0]));
        assertEquals(200, client.head().status());
        String megabyte = "x".repeat(1 << 20);
        for (int i = 0; i < 20; i++) {
            put("/a", megabyte);
        }

        assertTrue(server.awaitNoWatches(LONG));
    }

    @Test
    void watchesEndWhenTheServerStops() throws IOException {
        client.send(WireClient.request("GET", "/v2/keys/a?wait=true", Map.of(), new byte[0]));
        assertEquals(200, client.head().status());
        server.close();

        assertTrue(client.isHungUpOn());
    }

    @Test
    void memberWithoutLeaderSaysSo() throws IOException {
        server.loseLeader();

        Answer health = client.exchange("GET", "/health");
        Answer leader = client.exchange("GET", "/v2/members/leader");
        Answer self = client.exchange("GET", "/v2/stats/self");

        assertEquals(503, health.status());
        assertEquals("{\"health\": \"false\"}\n", health.body());
        assertEquals(503, leader.status());
        assertEquals("{\"message\":\"During election\"}", leader.body());
        assertTrue(self.body().contains("\"state\":\"StateFollower\""), self.body());
        assertTrue(self.body().contains("\"leaderInfo\":{\"leader\":\"\""), self.body());
    }

    @Test
    void onlyTheLeaderKnowsHowItsFollowersDo() throws IOException {
        server.loseLeader();

        Answer answer = client.exchange("GET", "/v2/stats/leader");

        assertEquals(403, answer.status());
        assertEquals("{\"message\":\"not current leader\"}", answer.body());
    }

    @Test
    void requestToAddAMemberThatIsNoJsonIsRefused() throws IOException {
        for (String body : List.of("{bad", "", "[]")) {
            assertEquals(400, addMember(body).status(), body);
        }
    }

    @Test
    void membersAreAddedAndRemovedForGood() throws IOException {
        Answer added = addMember("{\"peerURLs\":[\"http://127.0.0.1:9\"]}");

        assertEquals(201, added.status());
        MemberInfo member = MembersJson.readMember(added.body().getBytes(StandardCharsets.UTF_8));
        // as the id of a founder, but with the time for a token
        String second = Long.toString(new ManualClock().instant().getEpochSecond());
        assertEquals(MemberIds.member(List.of("http://127.0.0.1:9"), second), member.id());
        assertEquals(
                "{\"id\":\"" + member.hexId()
                        + "\",\"name\":\"\",\"peerURLs\":[\"http://127.0.0.1:9\"],\"clientURLs\":[]}\n",
                added.body());
        assertEquals(409, addMember("{\"peerURLs\":[\"http://127.0.0.1:9\"]}").status());
        Answer removed = client.exchange("DELETE", "/v2/members/0" + member.hexId());
        assertEquals(204, removed.status());
        assertEquals("", removed.body());
        Answer again = client.exchange("DELETE", "/v2/members/" + member.hexId());
        assertEquals(410, again.status());
        assertEquals("{\"message\":\"Member permanently removed: " + member.hexId() + "\"}", again.body());
    }

    @Test
    void metricsCountWhatWasAsked() throws IOException {
        put("/a", "1");
        client.exchange("GET", "/v2/keys/a");
        client.exchange("GET", "/v2/keys/missing");

        Answer metrics = client.exchange("GET", "/metrics");

        assertEquals(
                Optional.of("text/plain; version=0.0.4; charset=utf-8"),
                metrics.head().header("Content-Type"));
        for (String line : List.of(
                "etcd_store_reads_total{action=\"get\"} 2.0",
                "etcd_debugging_store_reads_total{action=\"get\"} 2.0",
                "etcd_debugging_store_reads_failed_total{action=\"get\"} 1.0",
                "etcd_debugging_store_reads_total{action=\"getRecursive\"} 0.0",
                "etcd_debugging_store_watch_requests_total 0.0",
                "etcd_http_received_total{method=\"GET\"} 2.0",
                "etcd_http_received_total{method=\"PUT\"} 1.0",
                "etcd_http_failed_total{code=\"404\",method=\"GET\"} 1.0",
                "etcd_http_successful_duration_seconds_count{method=\"GET\"} 1",
                "etcd_store_writes_total{action=\"set\"} 1.0",
                "etcd_store_writes_total{action=\"compareAndSwap\"} 0.0",
                "etcd_store_expires_total 0.0",
                "etcd_store_watchers 0.0")) {
            assertTrue(metrics.body().contains("\n" + line + "\n"), () -> line + " expected in " + metrics.body());
        }
    }

    @Test
    void leaderIsTold() throws IOException {
        assertEquals(
                "{\"id\":\"ce2a822cea30bfca\",\"name\":\"default\",\"peerURLs\":[\"http://localhost:2380\"],"
                        + "\"clientURLs\":[\"" + server.uri("") + "\"]}\n",
                client.exchange("GET", "/v2/members/leader").body());
    }

    @Test
    void malformedPathIsRefused() throws IOException {
        assertEquals(400, client.exchange("GET", "/v2/keys/%zz").status());
    }

    @Test
    void pathThatIsNotCleanIsRedirectedWithItsQuery() throws IOException {
        Answer moved = client.exchange("PUT", "/v2/keys//a%20b!?x=%20y");

        assertEquals(301, moved.status());
        assertEquals(Optional.of("/v2/keys/a%20b%21?x=%20y"), moved.head().header("Location"));
    }

    private Answer addMember(String body) throws IOException {
        client.send(WireClient.request(
                "POST",
                "/v2/members",
                Map.of("Content-Type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8)));
        return client.answer("POST");
    }

    private void put(String key, String value) throws IOException {
        try (WireClient writer = new WireClient(server.uri(""))) {
            byte[] form = ("value=" + value).getBytes(StandardCharsets.UTF_8);
            writer.send(WireClient.request(
                    "PUT", "/v2/keys" + key, Map.of("Content-Type", "application/x-www-form-urlencoded"), form));
            assertTrue(writer.answer("PUT").status() < 300);
        }
    }
}
