package io.muster.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Asks one server of the v2 API, or the discovery server, and hands out its answers unchanged.
///
/// @param base for instance `http://127.0.0.1:2379`
public record V2Client(String base) {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /// An answer.
    public record Reply(int status, String body) {
        /// The body as JSON.
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON (status " + status + "): " + body, e);
            }
        }

        /// Whether the server did what it was asked for.
        public boolean ok() {
            return status == 200 || status == 201;
        }

        @Override
        public String toString() {
            return status + " " + body.strip();
        }
    }

    /// GET of a path with its query.
    public Reply get(String pathAndQuery) throws IOException {
        return send(request(pathAndQuery).GET().build());
    }

    /// PUT of a value to a key such as `/a/b`.
    public Reply set(String key, String value) throws IOException {
        return put("/v2/keys" + key, value);
    }

    /// PUT of a value to a path with its query, such as `/TOKEN/ID`.
    public Reply put(String pathAndQuery, String value) throws IOException {
        String form = "value=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        return send(request(pathAndQuery)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(BodyPublishers.ofString(form))
                .build());
    }

    /// POST of JSON to a path.
    public Reply postJson(String path, String json) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    /// DELETE of a path: its status, or 0 when there is no answer.
    public int delete(String path) {
        try {
            return send(request(path).DELETE().build()).status();
        } catch (IOException e) {
            return 0;
        }
    }

    /// Whether the server answers and counts itself as healthy.
    public boolean healthy() {
        try {
            return get("/health").json().path("health").asText().equals("true");
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /// Whether the server says that it leads its cluster.
    public boolean leads() throws IOException {
        return get("/v2/stats/self").json().path("state").asText().equals("StateLeader");
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(base + pathAndQuery)).timeout(LIMIT);
    }

    private static Reply send(HttpRequest request) throws IOException {
        try {
            var response = HTTP.send(request, BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + request.uri(), e);
        }
    }
}
