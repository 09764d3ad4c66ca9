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

/// With `--compat 0.4` a member talks like the first generation.
class FirstDialectTest {
    private LocalServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = LocalServer.start(new ManualClock(), ClientSettings.DEFAULT.in(Dialect.V0_4));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void leaderAndPeersAreAddressesAndTheVersionIsALine() throws IOException {
        assertEquals("http://localhost:2380", exchange("GET", "/v2/leader").body());
        assertEquals("http://localhost:2380", exchange("GET", "/v2/peers").body());
        assertEquals("etcd 0.4.6", exchange("GET", "/version").body());

        server.loseLeader();
        assertEquals(500, exchange("GET", "/v2/leader").status());
    }

    @Test
    void answersNameNoClusterAndEndWithoutANewline() throws IOException {
        Answer answer = exchange("PUT", "/v2/keys/a?value=1");

        assertEquals(Optional.empty(), answer.head().header("X-Etcd-Cluster-Id"));
        assertEquals(
                "{\"action\":\"set\",\"node\":{\"key\":\"/a\",\"value\":\"1\",\"modifiedIndex\":1,\"createdIndex\":1}}",
                answer.body());
    }

    @Test
    void onlyTheWordTrueIsTrue() throws IOException {
        exchange("PUT", "/v2/keys/d/a?value=1");

        assertEquals(403, exchange("DELETE", "/v2/keys/d?recursive=1").status());
        assertEquals(200, exchange("DELETE", "/v2/keys/d?recursive=true").status());
        assertEquals(404, exchange("GET", "/v2/keys/d?sorted=maybe").status());
    }

    @Test
    void negativeTimeToLiveIsOverAtOnce() throws IOException {
        assertEquals(201, exchange("PUT", "/v2/keys/a?value=1&ttl=-5").status());
        assertEquals(404, exchange("GET", "/v2/keys/a").status());
    }

    @Test
    void refusedFieldsCarryTheCurrentIndex() throws IOException {
        exchange("PUT", "/v2/keys/a?value=1");

        Answer refused = exchange("PUT", "/v2/keys/a?value=1&ttl=x");

        assertEquals(Optional.of("1"), refused.head().header("X-Etcd-Index"));
        assertTrue(refused.body().endsWith("\"index\":1}"), refused.body());
    }

    @Test
    void refreshIsAFieldLikeAnyOther() throws IOException {
        assertEquals(201, exchange("PUT", "/v2/keys/a?value=1&refresh=true").status());
    }

    private Answer exchange(String method, String target) throws IOException {
        try (WireClient client = new WireClient(server.uri(""))) {
            return client.exchange(method, target);
        }
    }
}
