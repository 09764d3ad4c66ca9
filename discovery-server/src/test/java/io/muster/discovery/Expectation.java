package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What a recorded case expects of one answer.
record Expectation(JsonNode expect) {
    private static final ObjectMapper JSON = new ObjectMapper();

    void check(HttpResponse<String> answer) throws IOException {
        String shown = answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
        if (expect.has("status")) {
            JsonNode status = expect.get("status");
            assertTrue(
                    status.isArray()
                            ? values(status).contains(Integer.toString(answer.statusCode()))
                            : status.asInt() == answer.statusCode(),
                    () -> "wanted " + status + ": " + shown);
        }
        expect.path("headers")
                .properties()
                .forEach(header -> match(
                        header.getKey(),
                        answer.headers()
                                .firstValue(header.getKey())
                                .<JsonNode>map(TextNode::new)
                                .orElse(MissingNode.getInstance()),
                        header.getValue()));
        if (expect.has("body")) {
            assertEquals(expect.get("body").asText(), answer.body());
        }
        if (expect.has("body_re")) {
            String pattern = expect.get("body_re").asText().replace("\\Z", "\\z");
            assertTrue(
                    Pattern.compile(pattern).matcher(answer.body()).find(), () -> "wanted " + pattern + ": " + shown);
        }
        if (expect.has("json") || expect.has("nodes") || expect.has("order")) {
            checkJson(JSON.readTree(answer.body()));
        }
    }

    /// The value at a path such as `node.nodes.0.key`.
    static JsonNode dig(JsonNode document, String path) {
        return document.at("/" + path.replace('.', '/'));
    }

    private void checkJson(JsonNode document) {
        expect.path("json")
                .properties()
                .forEach(member -> match(member.getKey(), dig(document, member.getKey()), member.getValue()));
        List<String> names = new ArrayList<>();
        List<String> pairs = new ArrayList<>();
        Map<String, Long> created = new HashMap<>();
        for (JsonNode node : document.path("node").path("nodes")) {
            String key = node.get("key").asText();
            String name = key.substring(key.lastIndexOf('/') + 1);
            names.add(name);
            pairs.add(name + " " + node.path("value").asText());
            created.put(name, node.get("createdIndex").asLong());
        }
        if (expect.has("nodes")) {
            List<String> wanted = new ArrayList<>();
            expect.get("nodes").forEach(pair -> wanted.add(String.join(" ", values(pair))));
            assertEquals(
                    wanted.stream().sorted().toList(), pairs.stream().sorted().toList());
        }
        if (expect.has("order")) {
            assertEquals(values(expect.get("order")), names);
        }
        if (expect.has("increasing")) {
            List<String> wanted = values(expect.get("increasing"));
            assertEquals(
                    wanted,
                    names.stream()
                            .sorted(Comparator.comparing(name -> created.getOrDefault(name, 0L)))
                            .toList());
        }
    }

    private static void match(String where, JsonNode got, JsonNode wanted) {
        if (!wanted.isObject()) {
            assertEquals(wanted, got, where);
            return;
        }
        if (wanted.has("absent")) {
            assertEquals(wanted.get("absent").asBoolean(), got.isMissingNode(), where + ": " + got);
            return;
        }
        assertTrue(!got.isMissingNode(), where + " is missing");
        wanted.properties().forEach(condition -> {
            JsonNode limit = condition.getValue();
            boolean holds =
                    switch (condition.getKey()) {
                        case "re" ->
                            Pattern.compile(limit.asText())
                                    .matcher(got.asText())
                                    .find();
                        case "eq" -> got.asLong() == limit.asLong();
                        case "gt" -> got.asLong() > limit.asLong();
                        case "ge" -> got.asLong() >= limit.asLong();
                        case "le" -> got.asLong() <= limit.asLong();
                        case "type" -> limit.asText().equals("int") ? got.isIntegralNumber() : got.isTextual();
                        default -> throw new IllegalArgumentException("unknown condition " + condition);
                    };
            assertTrue(holds, where + ": " + got + " is not " + condition);
        });
    }

    private static List<String> values(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asText()));
        return values;
    }
}
