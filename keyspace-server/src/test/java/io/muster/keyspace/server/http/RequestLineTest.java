package io.muster.keyspace.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.server.Dialect;
import io.muster.keyspace.server.http.WireClient.Answer;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Request lines that no library would send, read as the original reads them.
class RequestLineTest {
    private LocalServer server;
    private WireClient client;

    @BeforeEach
    void start() throws IOException {
        server = LocalServer.start(1 << 20);
        client = new WireClient(server.uri(""));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void aHashBelongsToWhateverItStandsIn() throws IOException {
        Answer inQuery = client.exchange("PUT", "/v2/keys/a?value=1#value=2");
        Answer inPath = client.exchange("PUT", "/v2/keys/a#b?value=3#");

        assertTrue(inQuery.body().contains("\"key\":\"/a\",\"value\":\"1#value=2\""), inQuery.body());
        assertTrue(inPath.body().contains("\"key\":\"/a#b\",\"value\":\"3#\""), inPath.body());
    }

    @Test
    void aSemicolonSeparatesFields() throws IOException {
        Answer query = client.exchange("PUT", "/v2/keys/a?ttl=x;value=1");
        Answer form = client.exchange("PUT", "/v2/keys/a", "value=1;&;prevExist=maybe");

        assertTrue(query.body().contains("\"errorCode\":202"), query.body());
        assertTrue(form.body().contains("\"cause\":\"invalid value for prevExist\""), form.body());
    }

    @Test
    void theNewestGenerationRefusesASemicolonBeforeAnythingElse() {
        Form form = Form.of(FormBody.NONE, "%zz=1&value=1;ttl=2&dir=true", Dialect.V3_4);

        assertEquals(Optional.of("invalid semicolon separator in query"), form.fault());
        assertEquals("", form.value("value"));
        assertEquals("true", form.value("dir"));
    }

    @Test
    void whoSendsAMalformedPathIsToldThatTheConnectionEnds() throws IOException {
        Answer answer = client.exchange("OPTIONS", "/v2/keys/a/%4");

        assertEquals(400, answer.status());
        assertEquals(Optional.of("close"), answer.head().header("Connection"));
        assertTrue(client.isHungUpOn());
    }
}
