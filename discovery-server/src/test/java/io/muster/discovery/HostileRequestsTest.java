package io.muster.discovery;

import static io.muster.keyspace.fixture.HostileClient.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.muster.keyspace.fixture.CapturedErrors;
import io.muster.keyspace.fixture.HostileClient;
import io.muster.keyspace.fixture.Mutator;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Spoilt requests at the discovery port: answered or hung up on, never the server's fault, nothing in the log.
class HostileRequestsTest {
    private static final int ROUNDS = 400;
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

    @Test
    void whateverComesIsAnsweredOrHungUpOn(@TempDir Path data) throws Exception {
        Mutator mutator = new Mutator(23);
        try (CapturedErrors errors = new CapturedErrors();
                LocalService service = LocalService.start("--data-dir", data.toString())) {
            String token = URI.create(service.newToken(3)).getPath();
            HostileClient client = new HostileClient(URI.create(service.url()), requests(token), mutator);
            for (int round = 0; round < Mutator.rounds(ROUNDS); round++) {
                byte[] sent = client.next();
                String about = "round " + round + ": " + new String(sent, ISO_8859_1);
                String heard = assertDoesNotThrow(() -> client.exchange(sent), about);
                assertEquals(Optional.empty(), HostileClient.serverFault(heard), () -> about + "\n" + errors.text());
                assertFalse(errors.hasStackTrace(), () -> about + "\n" + errors.text());
            }
            assertEquals(200, service.get("/health").statusCode());
        }
    }

    private static List<String> requests(String token) {
        return List.of(
                request("GET /new?size=3 HTTP/1.1", "", ""),
                request("PUT /new HTTP/1.1", FORM, "size=5"),
                request("GET " + token + "?quorum=false&recursive=true HTTP/1.1", "", ""),
                request("PUT " + token + "/a1?prevExist=false HTTP/1.1", FORM, "value=m%3Dhttp%3A%2F%2Fh%3A2380"),
                request("DELETE " + token + "/a1 HTTP/1.0", "", ""),
                request("GET " + token + "/_config/size HTTP/1.1", "", ""),
                request("GET /" + token + "/b HTTP/1.1", "", ""),
                request("GET /robots.txt HTTP/1.1", "", ""),
                request("HEAD /health HTTP/1.1", "", ""),
                request("POST " + token + " HTTP/1.1", "Content-Type: multipart/form-data; boundary=x\r\n", "--x--"));
    }
}
