package io.muster.bench.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds where two answers to the same operation differ: status, headers, and each field of each line of the body, its
/// place among the others included.
final class Comparison {
    private final Step.Request operation;
    private final List<Difference> found = new ArrayList<>();

    private Comparison(Step.Request operation) {
        this.operation = operation;
    }

    /// All differences.
    static List<Difference> of(Exchange exchange) {
        Comparison comparison = new Comparison(exchange.request());
        comparison.compare(exchange.answers().ours(), exchange.answers().reference());
        return List.copyOf(comparison.found);
    }

    /// The differences that none of these explains.
    static List<Difference> unexplained(List<Difference> differences, Set<Explained> among) {
        return differences.stream()
                .filter(difference -> Explained.of(difference, among).isEmpty())
                .toList();
    }

    private void compare(Answer ours, Answer reference) {
        texts("status", Integer.toString(ours.status()), Integer.toString(reference.status()));
        Set<String> names = new TreeSet<>(ours.headers().keySet());
        names.addAll(reference.headers().keySet());
        names.forEach(name -> texts(
                name, ours.headers().getOrDefault(name, ""), reference.headers().getOrDefault(name, "")));
        if (ours.body().equals(reference.body())) {
            return;
        }
        // with the limit -1 a missing line end at the end of the body counts
        String[] ourLines = ours.body().split("\n", -1);
        String[] theirLines = reference.body().split("\n", -1);
        if (ourLines.length != theirLines.length) {
            texts("body", ours.body(), reference.body());
            return;
        }
        for (int i = 0; i < ourLines.length; i++) {
            line(ourLines[i], theirLines[i]);
        }
    }

    private void line(String ours, String reference) {
        Optional<JsonNode> mine = Answer.json(ours);
        Optional<JsonNode> theirs = Answer.json(reference);
        if (mine.isEmpty() || theirs.isEmpty()) {
            texts("body", ours, reference);
            return;
        }
        int before = found.size();
        objects("", mine.get(), theirs.get());
        // the same tree in other bytes: a matter of escapes or blanks
        if (found.size() == before && !ours.equals(reference)) {
            texts("bytes", ours, reference);
        }
    }

    private void objects(String path, JsonNode ours, JsonNode reference) {
        List<String> mine = names(ours);
        List<String> theirs = names(reference);
        Set<String> all = new TreeSet<>(mine);
        all.addAll(theirs);
        for (String name : all) {
            values(path + name, ours.path(name), reference.path(name));
        }
        mine.retainAll(theirs);
        theirs.retainAll(mine);
        texts(path + "order", mine.toString(), theirs.toString());
    }

    private void values(String path, JsonNode ours, JsonNode reference) {
        if (ours.isObject() && reference.isObject()) {
            objects(path + ".", ours, reference);
        } else if (ours.isArray() && reference.isArray()) {
            listings(path, byKey(ours), byKey(reference));
        } else {
            texts(path, text(ours), text(reference));
        }
    }

    private void listings(String path, Map<String, JsonNode> ours, Map<String, JsonNode> reference) {
        if (!ours.keySet().equals(reference.keySet())) {
            texts(path + ".keys", ours.keySet().toString(), reference.keySet().toString());
            return;
        }
        texts(path, ours.keySet().toString(), reference.keySet().toString());
        ours.forEach(
                (key, node) -> values(path + "." + key, node, reference.getOrDefault(key, MissingNode.getInstance())));
    }

    private void texts(String field, String ours, String reference) {
        if (!ours.equals(reference)) {
            found.add(new Difference(operation, field, ours, reference));
        }
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "" : value.isTextual() ? value.asText() : value.toString();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Map<String, JsonNode> byKey(JsonNode nodes) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        nodes.forEach(node -> found.put(node.path("key").asText(), node));
        return found;
    }
}
