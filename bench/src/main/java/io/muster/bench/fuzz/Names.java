package io.muster.bench.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills in what a step leaves open: the folder of this replay, and the indices that answers have told so far.
final class Names {
    private static final Pattern OPEN = Pattern.compile("\\{(prefix|modified|index([+-]\\d+))}");
    private static final String KEYS = "/v2/keys";

    private final String prefix;
    private final Map<String, Long> modified = new HashMap<>();
    private long index;

    /// @param index of the store when the script begins
    Names(String prefix, long index) {
        this.prefix = prefix;
        this.index = index;
    }

    Step.Request resolve(Step.Request step) {
        String target = fill(step.target(), "");
        return new Step.Request(step.method(), target, fill(step.query(), target), fill(step.form(), target));
    }

    /// Learns the indices of an answer.
    void learn(Answer answer) {
        index = Math.max(index, answer.index());
        JsonNode node = answer.node();
        if (node.has("modifiedIndex")) {
            modified.put(target(node), node.path("modifiedIndex").asLong());
        }
    }

    /// The path under which a node is served.
    static String target(JsonNode node) {
        return KEYS + node.path("key").asText();
    }

    private String fill(String text, String target) {
        return OPEN.matcher(text).replaceAll(found -> Matcher.quoteReplacement(valueOf(found.group(1), target)));
    }

    private String valueOf(String name, String target) {
        return switch (name) {
            case "prefix" -> prefix;
            case "modified" -> Long.toString(modified.getOrDefault(target, index));
            default -> Long.toString(index + Long.parseLong(name.substring("index".length())));
        };
    }
}
