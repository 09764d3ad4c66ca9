package io.muster.agent.datasource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the JSON of metadata services. A value that is missing or of another kind counts as not given.
public final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /// Reads an object.
    ///
    /// @param what the text is, for the message
    /// @throws FetchFailed when it is no JSON object
    public static JsonNode object(String text, String what) throws FetchFailed {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node.isObject()) {
                return node;
            }
            throw new FetchFailed(what + " is no JSON object");
        } catch (JsonProcessingException e) {
            throw new FetchFailed(
                    "%s is not JSON: line %d: %s"
                            .formatted(
                                    what,
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getLineNr(),
                                    e.getOriginalMessage()),
                    e);
        }
    }

    static @Nullable String string(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
    }

    static List<String> strings(JsonNode list) {
        List<String> all = new ArrayList<>();
        list.forEach(value -> {
            if (value.isTextual()) {
                all.add(value.textValue());
            }
        });
        return all;
    }
}
