package io.muster.keyspace.server.bootstrap;

import static io.muster.keyspace.server.bootstrap.ScriptedService.endlessSilence;
import static io.muster.keyspace.server.bootstrap.ScriptedService.silence;
import static io.muster.keyspace.server.bootstrap.ScriptedService.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscoveryClientTest {
    private final ScriptedService service = new ScriptedService();
    private final HttpClient http = DiscoveryHttp.open(Optional.empty());
    private final DiscoveryClient client = new DiscoveryClient(http, Duration.ofMillis(200));

    @AfterEach
    void close() {
        http.shutdownNow();
        service.close();
    }

    @Test
    void serviceThatKeepsSilentIsGivenUp() throws Exception {
        service.on("GET /a", endlessSilence()).on("PUT /a", endlessSilence());

        assertEquals(new Answer.TimedOut("no answer within 200 ms"), client.get(service.uri("/a")));
        assertEquals(new Answer.TimedOut("no answer within 200 ms"), client.put(service.uri("/a"), "x"));
    }

    @Test
    void closedConnectionAndEmptyAnswerAreBroken() throws Exception {
        service.on("GET /a", silence()).on("GET /b", text(200, ""));

        assertInstanceOf(Answer.Broken.class, client.get(service.uri("/a")));
        assertInstanceOf(Answer.Broken.class, client.await(service.uri("/a")));
        assertEquals(new Answer.Broken("it ended its answer before the first byte"), client.await(service.uri("/b")));
    }

    @Test
    void unknownHostIsNamedAsSuch() throws Exception {
        assertEquals(new Answer.Broken("no such host"), client.await(URI.create("http://nowhere.invalid:1/a")));
    }

    @Test
    void proxyIsAskedForTheWholeUrl() throws Exception {
        service.on("GET http://nowhere.invalid:1/a", text(502, ""));
        try (HttpClient proxied = DiscoveryHttp.open(Optional.of("127.0.0.1:" + service.port()))) {
            assertEquals(
                    new Answer.Broken("it answered 502"),
                    new DiscoveryClient(proxied, Duration.ofSeconds(5)).get(URI.create("http://nowhere.invalid:1/a")));
        }
    }
}
