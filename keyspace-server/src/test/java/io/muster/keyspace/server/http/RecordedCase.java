package io.muster.keyspace.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.keyspace.server.Dialect;
import io.muster.keyspace.server.http.WireClient.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Plays one recorded case: requests that were once sent to etcd 2.3.8, and what it answered; where 3.4 answered
/// differently, that too.
///
/// Where the recording waited for time to pass, the server's clock is moved instead.
final class RecordedCase implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Duration TICK = Duration.ofMillis(100);

    private final LocalServer server;
    private final ManualClock clock;
    private final Dialect dialect;
    private final Map<String, String> known = new HashMap<>();
    private final Template template = new Template(known);
    private final Map<String, HeldRequest> held = new LinkedHashMap<>();
    private final Map<String, WireClient> connections = new HashMap<>();

    RecordedCase(LocalServer server, ManualClock clock, Dialect dialect, String id) throws IOException {
        this.dialect = dialect;
        this.server = server;
        this.clock = clock;
        String name = id.replaceAll("\\W", "-");
        known.put("id", name);
        known.put("k", "/kt-" + name);
        known.put("h", "/_kt-" + name);
        String base = single("GET", "/v2/keys/kt-" + name)
                .head()
                .header("X-Etcd-Index")
                .orElseThrow();
        known.put("base", base);
    }

    void play(JsonNode step) throws IOException {
        if (step.has("sleep")) {
            server.pass(Duration.ofMillis((long) (step.get("sleep").asDouble() * 1000)));
        } else if (step.has("start")) {
            held.put(step.get("start").asText(), new HeldRequest(server.uri(""), request(step)));
        } else if (step.has("close")) {
            held(step, "close").close();
        } else if (step.has("silent")) {
            assertFalse(held(step, "silent").hears(TICK), "should stay silent: " + step);
        } else if (step.has("join")) {
            HeldRequest request = held(step, "join");
            for (int i = 0; i < 50 && !request.hears(TICK); i++) {
                server.pass(Duration.ofMillis(500));
            }
            compare(step, request.take(step.path("events").asInt(0)));
        } else {
            compare(step, answer(step));
        }
    }

    @Override
    public void close() throws IOException {
        for (HeldRequest request : held.values()) {
            request.close();
        }
        for (WireClient connection : connections.values()) {
            connection.close();
        }
        for (String name : List.of("k", "h")) {
            single("DELETE", "/v2/keys" + known.get(name) + "?recursive=true");
        }
    }

    private Answer answer(JsonNode step) throws IOException {
        String method = step.path("do").asText("GET");
        if (step.has("raw")) {
            try (WireClient client = new WireClient(server.uri(""))) {
                client.send(template.fill(step.get("raw").asText()));
                return client.answer("GET");
            }
        }
        if (step.has("repeat")) {
            try (WireClient client = new WireClient(server.uri(""))) {
                Answer last = client.exchange("GET", "/version");
                for (int i = 0; i < step.get("repeat").asInt(); i++) {
                    known.put("i", Integer.toString(i));
                    client.send(request(step));
                    last = client.answer(method);
                }
                return last;
            }
        }
        if (step.has("until")) {
            Answer answer = single(step, method);
            for (int i = 0; i < 50 && answer.status() != step.get("until").asInt(); i++) {
                server.pass(TICK);
                answer = single(step, method);
            }
            return answer;
        }
        if (step.has("conn")) {
            String name = step.get("conn").asText();
            if (!connections.containsKey(name)) {
                connections.put(name, new WireClient(server.uri("")));
            }
            WireClient connection = Objects.requireNonNull(connections.get(name));
            connection.send(request(step));
            return connection.answer(method);
        }
        return single(step, method);
    }

    private Answer single(JsonNode step, String method) throws IOException {
        try (WireClient client = new WireClient(server.uri(""))) {
            client.send(request(step));
            return client.answer(method);
        }
    }

    private Answer single(String method, String target) throws IOException {
        try (WireClient client = new WireClient(server.uri(""))) {
            return client.exchange(method, target);
        }
    }

    private byte[] request(JsonNode step) {
        String target = template.fill(step.get("path").asText());
        JsonNode query = step.path("query");
        if (!query.isMissingNode()) {
            target += "?" + (query.isTextual() ? template.fill(query.asText()) : urlencoded(query));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        step.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        if (step.has("auth")) {
            byte[] pair = template.fill(step.get("auth").asText()).getBytes(StandardCharsets.UTF_8);
            headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        String body = "";
        if (step.has("form")) {
            body = urlencoded(step.get("form"));
            headers.putIfAbsent("Content-Type", FORM);
        } else if (step.has("json")) {
            body = template.fill(step.get("json").toString());
            headers.putIfAbsent("Content-Type", "application/json");
        } else if (step.has("body")) {
            body = template.fill(step.get("body").asText());
        }
        JsonNode fill = step.path("fill");
        body += fill.path("text").asText("").repeat(fill.path("times").asInt(0));
        return WireClient.request(
                step.path("do").asText("GET"), target, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /// Fields as an object of names and values, or as a list of pairs where a name repeats.
    private String urlencoded(JsonNode fields) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        if (fields.isArray()) {
            fields.forEach(pair ->
                    pairs.add(Map.entry(pair.get(0).asText(), pair.get(1).asText())));
        } else {
            fields.properties()
                    .forEach(field ->
                            pairs.add(Map.entry(field.getKey(), field.getValue().asText())));
        }
        return pairs.stream()
                .map(pair -> encode(pair.getKey()) + "=" + encode(pair.getValue()))
                .collect(Collectors.joining("&"));
    }

    private String encode(String text) {
        return URLEncoder.encode(template.fill(text), StandardCharsets.UTF_8);
    }

    private void compare(JsonNode step, Answer answer) throws IOException {
        step.path("capture")
                .properties()
                .forEach(capture -> known.put(
                        capture.getKey(), captured(answer, capture.getValue().asText())));
        boolean differs = dialect == Dialect.V3_4 && step.has("expect_34");
        JsonNode expected = step.path(differs ? "expect_34" : "expect");
        String shown = step.path("do").asText() + " " + step.path("path").asText() + " answered " + answer;
        assertEquals(expected.path("status").asInt(answer.status()), answer.status(), shown);
        expected.path("headers").properties().forEach(header -> {
            String actual = answer.head().header(header.getKey()).orElse(null);
            assertTrue(matches(header.getValue(), actual), () -> header + " expected; " + shown);
        });
        if (expected.has("body")) {
            String body = step.path("unordered").asBoolean() ? withSortedNodes(answer.body()) : answer.body();
            if (!template.matches(expected.get("body").asText(), body, clock.instant())) {
                assertEquals(expected.get("body").asText(), body, "unlike the template; " + shown);
                fail(shown);
            }
        }
        expected.path("contains").forEach(part -> assertTrue(answer.body().contains(part.asText()), shown));
        expected.path("checks").forEach(check -> compare(check, json(answer.body()), shown));
    }

    /// Looks at one place of an answer; what the check says nothing about is not looked at.
    private void compare(JsonNode check, JsonNode body, String shown) {
        String path = check.get("path").asText();
        JsonNode found = path.isEmpty() ? body : body.at("/" + path.replace('.', '/'));
        assertEquals(check.path("absent").asBoolean(), found.isMissingNode(), check + "; " + shown);
        assertEquals(check.path("equals").asText(found.asText()), found.asText(), shown);
        int length = found.isArray() ? found.size() : found.asText().length();
        assertEquals(check.path("length").asInt(length), length, shown);
        if (check.has("type")) {
            assertEquals(check.get("type").asText(), found.getNodeType().name().toLowerCase(Locale.ROOT), shown);
        }
        if (check.has("text")) {
            assertTrue(template.matches(check.get("text").asText(), found.asText(), clock.instant()), shown);
        }
        if (check.has("keys")) {
            List<String> keys = new ArrayList<>();
            check.get("keys").forEach(key -> keys.add(key.asText()));
            assertEquals(
                    keys, found.properties().stream().map(Map.Entry::getKey).toList(), shown);
        }
        if (check.has("delta")) {
            JsonNode delta = check.get("delta");
            long before =
                    Long.parseLong(Objects.requireNonNull(known.get(delta.get(0).asText())));
            assertEquals(before + delta.get(1).asLong(), found.asLong(), shown);
        }
    }

    private static String captured(Answer answer, String place) {
        return place.startsWith("header:")
                ? answer.head().header(place.substring("header:".length())).orElseThrow()
                : json(answer.body()).at("/" + place.replace('.', '/')).asText();
    }

    private boolean matches(JsonNode expected, @Nullable String actual) {
        if (expected.isNull() || actual == null) {
            return expected.isNull() && actual == null;
        }
        return template.matches(expected.asText(), actual, clock.instant());
    }

    private HeldRequest held(JsonNode step, String field) {
        return Objects.requireNonNull(held.get(step.get(field).asText()), () -> "nothing started for " + step);
    }

    /// The recordings of unsorted listings are sorted, since their order is nobody's promise.
    private static String withSortedNodes(String body) {
        if (body.indexOf('\n') < body.length() - 1) {
            return body;
        }
        JsonNode tree = json(body);
        tree.findParents("nodes").forEach(parent -> {
            ArrayNode nodes = (ArrayNode) parent.get("nodes");
            List<JsonNode> sorted = new ArrayList<>();
            nodes.forEach(sorted::add);
            sorted.sort(Comparator.comparing(node -> node.path("key").asText()));
            ((ObjectNode) parent).putArray("nodes").addAll(sorted);
        });
        return tree + "\n";
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            return fail("not JSON: " + text, e);
        }
    }
}
