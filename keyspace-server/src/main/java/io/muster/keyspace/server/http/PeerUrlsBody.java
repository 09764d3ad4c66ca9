package io.muster.keyspace.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The body of a request to add a member, or to give it other addresses: `{"peerURLs": ["http://host:port"]}`.
/// Names are read whatever their case, unknown ones are passed over, and what is wrong is said as Go's
/// `encoding/json` says it.
final class PeerUrlsBody {
    private static final String ITSELF = "Go value of type struct { PeerURLs []string \"json:\\\"peerURLs\\\"\" }";
    private static final String FIELD = "Go struct field .peerURLs of type ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private PeerUrlsBody() {}

    /// The addresses as they were given; no addresses at all is an empty list.
    ///
    /// @throws IllegalArgumentException with the answer's message
    static List<String> read(byte[] body) {
        Optional<String> fault = JsonSyntax.faultIn(body);
        if (fault.isPresent()) {
            throw new IllegalArgumentException(fault.get());
        }
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (IOException e) {
            // Jackson has limits that the grammar has not, such as of depth.
            throw new IllegalArgumentException("the JSON is too large: " + e.getMessage(), e);
        }
        if (root.isNull()) {
            return List.of();
        }
        if (!root.isObject()) {
            throw mismatch(root, ITSELF);
        }
        List<String> urls = List.of();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().toLowerCase(Locale.ROOT).equals("peerurls")) {
                urls = strings(field.getValue());
            }
        }
        return urls;
    }

    private static List<String> strings(JsonNode value) {
        if (value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw mismatch(value, FIELD + "[]string");
        }
        List<String> strings = new ArrayList<>();
        for (JsonNode each : value) {
            if (!each.isTextual() && !each.isNull()) {
                throw mismatch(each, FIELD + "string");
            }
            strings.add(each.isNull() ? "" : each.textValue());
        }
        return strings;
    }

    private static IllegalArgumentException mismatch(JsonNode found, String wanted) {
        String type =
                switch (found.getNodeType()) {
                    case BOOLEAN -> "bool";
                    case NUMBER -> "number";
                    case STRING -> "string";
                    case ARRAY -> "array";
                    case OBJECT -> "object";
                    case NULL, BINARY, MISSING, POJO -> throw new IllegalStateException("not from a text: " + found);
                };
        return new IllegalArgumentException("json: cannot unmarshal " + type + " into " + wanted);
    }
}
