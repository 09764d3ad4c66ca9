package io.muster.keyspace.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.server.http.WireClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that nobody means to send are answered as Go's server and the original's handlers answer them.
class OddRequestsTest {
    private LocalServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = LocalServer.start(new ManualClock());
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"/..,/", "/../../x,/x", "/v2/keys/../../../y,/y", "/v2/keys/%2e%2e/%2e%2e/%2e%2e,/"})
    void pathAboveTheRootIsSentToItsCleanForm(String path, String location) throws IOException {
        Answer answer = request("PUT", path, Map.of(), "");

        assertEquals(301, answer.status());
        assertEquals(Optional.of(location), answer.head().header("Location"));
    }

    @Test
    void zeroByteIsACharacterOfAKeyAndServesNothingElsewhere() throws IOException {
        assertEquals(201, request("PUT", "/v2/keys/a%00b", Map.of(), "").status());
        assertTrue(request("GET", "/v2/keys/a%00b", Map.of(), "").body().contains("\"/a\\u0000b\""));
        assertEquals(404, request("GET", "/version%00", Map.of(), "").status());
    }

    @Test
    void numberSignIsACharacterOfAKey() throws IOException {
        assertTrue(request("PUT", "/v2/keys/a#b", Map.of(), "").body().contains("\"/a#b\""));
    }

    @ParameterizedTest
    @CsvSource({"FOO,/version,GET", "CONNECT,/v2/machines,'GET,HEAD'", "get,/v2/stats/self,GET"})
    void methodsNobodyKnowsAreNotAllowed(String method, String path, String allow) throws IOException {
        Answer answer = request(method, path, Map.of(), "");

        assertEquals(405, answer.status());
        assertEquals(Optional.of(allow), answer.head().header("Allow"));
        assertEquals(404, request(method, "/nope", Map.of(), "").status());
        assertEquals(405, request(method, "/v2/keys/a", Map.of(), "").status());
    }

    @Test
    void theHostMayChangeFromRequestToRequest() throws IOException {
        try (WireClient client = new WireClient(server.uri(""))) {
            for (String host : List.of("a.example", "a.example", "b:1", "", "[::1]:2379", "a.example")) {
                client.send("GET /version HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                assertEquals(200, client.answer("GET").status(), host);
            }
            client.send("GET /version HTTP/1.1\r\nHost: a<b\r\n\r\n");
            assertEquals(400, client.answer("GET").status());
        }
    }

    @Test
    void emptyHostIsNone() throws IOException {
        try (WireClient client = new WireClient(server.uri(""))) {
            client.send("GET /version HTTP/1.1\r\nHost: \r\n\r\n");
            assertEquals(200, client.answer("GET").status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "' ;',mime: no media type",
        "/b,mime: no media type",
        "application /x-www-form-urlencoded,mime: expected slash after first token",
        "a/,mime: expected token after slash",
        "a/b/c,mime: unexpected content after media subtype",
        "a/b; charset,mime: invalid media parameter",
        "a/b; charset=,mime: invalid media parameter",
        "'a/b; c=\"d',mime: invalid media parameter",
        "a/b; c=1; C=2,mime: duplicate parameter name"
    })
    void malformedMediaTypeIsRefusedWhereABodyCounts(String type, String cause) throws IOException {
        Answer refused = request("PUT", "/v2/keys/a", Map.of("Content-Type", type), "value=1");

        assertEquals(400, refused.status());
        assertEquals(
                "{\"errorCode\":210,\"message\":\"Invalid POST form\",\"cause\":\"" + cause + "\",\"index\":0}\n",
                refused.body());
        assertEquals(
                404,
                request("GET", "/v2/keys/a", Map.of("Content-Type", type), "").status());
    }

    @Test
    void parametersOfAMediaTypeMayBeQuotedAndEndInASemicolon() throws IOException {
        String type = "Application/X-WWW-Form-Urlencoded; charset=\"utf-8\"; a=b;";

        assertTrue(request("PUT", "/v2/keys/a", Map.of("Content-Type", type), "value=1")
                .body()
                .contains("\"value\":\"1\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\"x|invalid character 'x' after object key",
                "{\"a\":1 2|invalid character '2' after object key:value pair",
                "{\"a\":1,}|invalid character '}' looking for beginning of object key string",
                "[1 2]|invalid character '2' after array element",
                "{\"peerURLs\": [}|invalid character '}' looking for beginning of value",
                "tru|invalid character ' ' in literal true (expecting 'e')",
                "{\"a\":\"\\q\"}|invalid character 'q' in string escape code",
                "{\"a\":\"\\u12x\"}|invalid character 'x' in \\u hexadecimal character escape",
                "-x|invalid character 'x' in numeric literal",
                "1.|invalid character ' ' after decimal point in numeric literal",
                "1e+x|invalid character 'x' in exponent of numeric literal",
                "{} {|invalid character '{' after top-level value",
                "{\"a\":[{|unexpected end of JSON input",
                "{\"peerURLs\":\"x\"}|json: cannot unmarshal string into Go struct field .peerURLs of type []string",
                "{\"peerURLs\":[1]}|json: cannot unmarshal number into Go struct field .peerURLs of type string",
                "{\"PEERURLS\":null}|no valid URLs given",
                "{\"peerURLs\":[\"1.1.1.1:80\"]}|parse \"1.1.1.1:80\": first path segment in URL cannot contain colon",
                "{\"peerURLs\":[\"http://h:x\"]}|parse \"http://h:x\": invalid port \":x\" after host",
                "{\"peerURLs\":[\"HTTP://h\"]}|URL address does not have the form \"host:port\": HTTP://h"
            })
    void malformedMembersAreRefusedInTheWordsOfGo(String body, String message) throws IOException {
        Answer refused = request("POST", "/v2/members", Map.of("Content-Type", "application/json"), body);

        assertEquals(400, refused.status());
        assertEquals("{\"message\":\"" + message.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}", refused.body());
    }

    private Answer request(String method, String target, Map<String, String> headers, String body) throws IOException {
        try (WireClient client = new WireClient(server.uri(""))) {
            client.send(WireClient.request(method, target, headers, body.getBytes(StandardCharsets.UTF_8)));
            return client.answer(method);
        }
    }
}
