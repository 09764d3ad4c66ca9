package io.muster.bench.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// An event as a watch told it.
///
/// @param value the one after it; null when there is none
/// @param text all of it but what is left of a time to live, which depends on the moment of telling
record WatchedEvent(
        long index, String action, String key, @Nullable String value, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @throws IOException when the line is no event
    static WatchedEvent parse(String line) throws IOException {
        JsonNode event = JSON.readTree(line);
        withoutTimeLeft(event.path("node"));
        withoutTimeLeft(event.path("prevNode"));
        JsonNode node = event.path("node");
        if (!node.has("modifiedIndex")) {
            throw new IOException("not an event: " + line);
        }
        return new WatchedEvent(
                node.path("modifiedIndex").asLong(),
                event.path("action").asText(),
                node.path("key").asText(),
                node.path("value").textValue(),
                event.toString());
    }

    private static void withoutTimeLeft(JsonNode node) {
        if (node instanceof ObjectNode fields) {
            fields.remove("ttl");
        }
    }
}
