package io.muster.keyspace.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muster.keyspace.server.http.WireClient.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// `--cors` tells browsers which pages may use the member.
class CorsTest {
    private static final String ORIGIN = "Access-Control-Allow-Origin";

    @Test
    void listedOriginsAreAllowedOnEveryPathAndOthersAreNot() throws IOException {
        try (LocalServer server = start("http://a:1", "http://b:2")) {
            for (String path : List.of("/v2/keys/x", "/version", "/nope")) {
                Answer allowed = get(server, "GET", path, "http://b:2");

                assertEquals(Optional.of("http://b:2"), allowed.head().header(ORIGIN), path);
                assertEquals(
                        Optional.of("POST, GET, OPTIONS, PUT, DELETE"),
                        allowed.head().header("Access-Control-Allow-Methods"));
                assertEquals(
                        Optional.of("accept, content-type, authorization"),
                        allowed.head().header("Access-Control-Allow-Headers"));
                assertEquals(
                        Optional.empty(),
                        get(server, "GET", path, "http://c:3").head().header(ORIGIN));
            }
        }
    }

    @Test
    void starAllowsEveryPageAndTheQuestionBefore() throws IOException {
        try (LocalServer server = start("*")) {
            Answer answer = get(server, "OPTIONS", "/v2/keys/x", "http://c:3");

            assertEquals(200, answer.status());
            assertEquals(Optional.of("*"), answer.head().header(ORIGIN));
        }
    }

    @Test
    void withoutTheFlagNothingIsSaid() throws IOException {
        try (LocalServer server = start()) {
            assertEquals(
                    Optional.empty(),
                    get(server, "GET", "/version", "http://c:3").head().header(ORIGIN));
        }
    }

    private static LocalServer start(String... origins) throws IOException {
        return LocalServer.start(new ManualClock(), ClientSettings.DEFAULT.withCorsOrigins(List.of(origins)));
    }

    private static Answer get(LocalServer server, String method, String path, String origin) throws IOException {
        try (WireClient client = new WireClient(server.uri(""))) {
            client.send(WireClient.request(method, path, Map.of("Origin", origin), new byte[0]));
            return client.answer(method);
        }
    }
}
