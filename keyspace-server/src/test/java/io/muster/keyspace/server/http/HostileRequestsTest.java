package io.muster.keyspace.server.http;

import static io.muster.keyspace.fixture.HostileClient.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.fixture.CapturedErrors;
import io.muster.keyspace.fixture.HostileClient;
import io.muster.keyspace.fixture.Mutator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Spoilt requests at the client port: whatever comes, the server answers or hangs up, at once, blames the client, has
/// nothing to say in its log, and serves the next one.
class HostileRequestsTest {
    private static final int ROUNDS = 1_500;
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final List<String> SOUND = List.of(
            request("GET /v2/keys/a?recursive=true&sorted=true&quorum=true HTTP/1.1", "", ""),
            request("GET /v2/keys/a?waitIndex=1&stream=true HTTP/1.0", "", ""),
            request("PUT /v2/keys/d/%C3%A4?prevExist=false HTTP/1.1", FORM, "value=%3C1%3E&ttl=100&dir=false"),
            request("POST /v2/keys/_q HTTP/1.1", FORM + "Expect: 100-continue\r\n", "value=x+y"),
            request("DELETE /v2/keys/a?prevIndex=3&prevValue=1&recursive=true&dir=true HTTP/1.1", "", ""),
            "PUT /v2/keys/c HTTP/1.1\r\nHost: h\r\n" + FORM + "Transfer-Encoding: chunked\r\n\r\n"
                    + "7;x=y\r\nvalue=1\r\n6\r\n&ttl=9\r\n0\r\nT: t\r\n\r\n",
            request("PUT /v2/members/77 HTTP/1.1", JSON, "{\"peerURLs\":[\"http://127.0.0.1:7001\"]}"),
            request("DELETE /v2/members/77 HTTP/1.1", "", ""),
            request("PUT /v2/auth/users/u HTTP/1.1", JSON, "{\"user\":\"u\",\"password\":\"p\",\"roles\":[\"r\"]}"),
            request("PUT /v2/auth/roles/r HTTP/1.1", JSON, "{\"role\":\"r\",\"grant\":{\"kv\":{\"read\":[\"/*\"]}}}"),
            request("GET /v2/auth/users HTTP/1.1", "Authorization: Basic cm9vdDpy\r\n", ""),
            request("HEAD /v2/stats/store HTTP/1.1", "Origin: http://x\r\n", ""),
            request("GET http://h/version HTTP/1.1", "Connection: Upgrade\r\nUpgrade: h2c\r\n", ""),
            request("OPTIONS * HTTP/1.1", "Range: bytes=0-1\r\nCookie: a=b\r\nAccept-Encoding: gzip\r\n", ""));

    @Test
    void whateverComesIsAnsweredOrHungUpOn() throws Exception {
        try (CapturedErrors errors = new CapturedErrors();
                LocalServer server = LocalServer.start(1 << 20)) {
            LoggerFactory.getLogger(HostileRequestsTest.class).warn("the log is captured");
            HostileClient client = new HostileClient(server.uri(""), SOUND, new Mutator(42));
            for (int round = 0; round < Mutator.rounds(ROUNDS); round++) {
                byte[] sent = client.next();
                String about = "round " + round + ": " + new String(sent, ISO_8859_1);
                String heard = assertDoesNotThrow(() -> client.exchange(sent), about);
                assertEquals(Optional.empty(), HostileClient.serverFault(heard), () -> about + "\n" + errors.text());
                assertFalse(errors.hasStackTrace(), () -> about + "\n" + errors.text());
            }
            try (WireClient next = new WireClient(server.uri(""))) {
                assertEquals(200, next.exchange("GET", "/version").status());
            }
            assertTrue(errors.text().contains("the log is captured"));
        }
    }

    @Test
    void aHeadWithoutEndIsRefused() throws IOException {
        try (LocalServer server = LocalServer.start(1 << 20)) {
            HostileClient client = new HostileClient(server.uri(""), SOUND, new Mutator(1));
            for (String start : List.of("GET /", "GET / HTTP/1.1\r\nX: ", "GET / HTTP/1.1\r\nHost: h\r\n")) {
                String heard = client.exchange((start + "a: b\r\n".repeat(400_000)).getBytes(ISO_8859_1));
                assertTrue(heard.isEmpty() || heard.matches("(?s)HTTP/1.1 (4\\d\\d|505) .*"), heard);
            }
        }
    }

    @Test
    void aBodyBeyondWhatItsPathTakesIsTheClientsFault() throws IOException {
        try (LocalServer server = LocalServer.start(1 << 20)) {
            HostileClient client = new HostileClient(server.uri(""), SOUND, new Mutator(1));
            String body = "{\"peerURLs\":[\"" + "x".repeat(3 << 20) + "\"]}";
            String heard = client.exchange(
                    request("PUT /v2/members/77 HTTP/1.1", JSON, body).getBytes(ISO_8859_1));
            assertTrue(heard.isEmpty() || heard.startsWith("HTTP/1.1 4"), heard);
        }
    }
}
