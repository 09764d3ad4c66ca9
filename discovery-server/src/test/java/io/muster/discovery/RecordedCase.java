package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Plays one recorded case: requests that were once sent to the public service's last version, and what is to be
/// expected of the answers.
final class RecordedCase {
    private static final Pattern TOKEN_URL = Pattern.compile("^https?://[^/\\s]+/([0-9a-f]{32})$");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)([+-]\\d+)?}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalService service;
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, CompletableFuture<HttpResponse<String>>> pending = new HashMap<>();

    RecordedCase(LocalService service) {
        this.service = service;
    }

    void play(JsonNode steps) throws Exception {
        for (JsonNode step : steps) {
            play(step.get("op").asText(), filledIn(step));
        }
    }

    private void play(String operation, JsonNode step) throws Exception {
        switch (operation) {
            case "new" -> variables.put(step.get("save").asText(), newToken(step));
            case "req" -> check(step, service.send(request(step)));
            case "bg" -> pending.put(step.get("name").asText(), service.begin(request(step)));
            case "pending" -> assertFalse(pending(step).isDone(), "answered too early");
            case "join" -> check(step, pending(step).get(5, TimeUnit.SECONDS));
            case "race" -> race(step);
            case "tokens" -> tokens(step.get("n").asInt());
            case "metric" -> variables.put(step.get("save").asText(), metric(step));
            case "assert" -> {
                assertEquals("ge", step.get("cmp").asText());
                assertTrue(step.get("left").asLong() >= step.get("right").asLong(), step.toString());
            }
            default -> throw new IllegalArgumentException("the recording has an unknown step: " + operation);
        }
    }

    private CompletableFuture<HttpResponse<String>> pending(JsonNode step) {
        return Objects.requireNonNull(pending.get(step.get("name").asText()), "never begun");
    }

    private String newToken(JsonNode step) throws IOException, InterruptedException {
        return token(service.get("/new" + step.path("query").asText()));
    }

    private static String token(HttpResponse<String> answer) {
        Matcher url = TOKEN_URL.matcher(answer.body());
        assertTrue(answer.statusCode() == 200 && url.matches(), answer.statusCode() + " " + answer.body());
        return url.group(1);
    }

    private void race(JsonNode step) {
        List<CompletableFuture<HttpResponse<String>>> racers = new ArrayList<>();
        for (int i = 0; i < step.get("n").asInt(); i++) {
            racers.add(service.begin(request(step)));
        }
        Map<String, Integer> counts = new HashMap<>();
        racers.forEach(racer -> counts.merge(Integer.toString(racer.join().statusCode()), 1, Integer::sum));
        assertEquals(JSON.convertValue(step.get("statuses"), Map.class), counts);
    }

    private void tokens(int count) throws IOException, InterruptedException {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < count; i++) {
            tokens.add(token(service.get("/new")));
        }
        assertEquals(count, tokens.size(), "a token was issued twice");
    }

    private String metric(JsonNode step) throws IOException, InterruptedException {
        String labels = "\\{code=\"" + step.at("/labels/code").asText() + "\",method=\""
                + step.at("/labels/method").asText() + "\"} ";
        Matcher line = Pattern.compile("(?m)^" + step.get("name").asText() + labels + "(\\d+)(\\.0)?$")
                .matcher(service.get("/metrics").body());
        return line.find() ? line.group(1) : "0";
    }

    private HttpRequest request(JsonNode step) {
        HttpRequest.Builder request = service.request(
                step.path("method").asText("GET"), step.get("path").asText(), body(step));
        step.path("headers")
                .properties()
                .forEach(header ->
                        request.setHeader(header.getKey(), header.getValue().asText()));
        return request.build();
    }

    private static String body(JsonNode step) {
        List<String> fields = new ArrayList<>();
        step.path("form")
                .properties()
                .forEach(field -> fields.add(field.getKey() + "="
                        + URLEncoder.encode(field.getValue().asText(), StandardCharsets.UTF_8)));
        return fields.isEmpty() ? step.path("body").asText() : String.join("&", fields);
    }

    private void check(JsonNode step, HttpResponse<String> answer) throws IOException {
        new Expectation(step.path("expect")).check(answer);
        if (step.has("save_token")) {
            variables.put(step.get("save_token").asText(), token(answer));
        }
        for (Map.Entry<String, JsonNode> save : step.path("save").properties()) {
            String[] source = save.getValue().asText().split(":", 2);
            variables.put(
                    save.getKey(),
                    source[0].equals("header")
                            ? answer.headers().firstValue(source[1]).orElseThrow()
                            : Expectation.dig(JSON.readTree(answer.body()), source[1])
                                    .asText());
        }
    }

    private JsonNode filledIn(JsonNode step) throws IOException {
        return JSON.readTree(VARIABLE.matcher(step.toString()).replaceAll(variable -> {
            String value = variables.get(variable.group(1));
            assertTrue(value != null, variable.group() + " was never set");
            return variable.group(2) == null
                    ? value
                    : Long.toString(Long.parseLong(value) + Long.parseLong(variable.group(2)));
        }));
    }
}
