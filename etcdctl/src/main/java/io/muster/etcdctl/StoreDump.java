package io.muster.etcdctl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.muster.keyspace.Key;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads the JSON of an original v2 store, which the snapshots of etcd 0.x and 2.x carry and the original's
/// `import --snap` takes.
final class StoreDump {
    private final Instant now;

    /// @param now what has expired by then is left out
    StoreDump(Instant now) {
        this.now = now;
    }

    /// The whole tree.
    ///
    /// @throws IOException when this is not such a store
    Subtree read(byte[] bytes) throws IOException {
        Subtree root = null;
        try (JsonParser json = new JsonFactory().createParser(bytes)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean tree = json.currentName().equals("Root");
                json.nextToken();
                if (tree) {
                    root = node(json);
                } else {
                    json.skipChildren();
                }
            }
        }
        if (root instanceof Subtree.Branch) {
            return root;
        }
        throw new IOException("is not the JSON of a store");
    }

    /// The tree without its hidden keys, but for those named.
    ///
    /// @param shown keys whose trees count though they are hidden
    static Subtree visible(Key at, Subtree tree, List<Key> shown) {
        if (!(tree instanceof Subtree.Branch branch)) {
            return tree;
        }
        Map<String, Subtree> children = new TreeMap<>(Key.NAME_ORDER);
        branch.children().forEach((name, child) -> {
            Key key = at.child(name);
            boolean asked = shown.stream().anyMatch(key::isAtOrBelow);
            boolean leadsThere = shown.stream().anyMatch(wanted -> wanted.isAtOrBelow(key));
            if (!key.isHidden() || asked) {
                children.put(name, visible(key, child, shown));
            } else if (leadsThere) {
                children.put(name, only(key, child, shown));
            }
        });
        return new Subtree.Branch(children, branch.ttl());
    }

    private static Subtree only(Key at, Subtree tree, List<Key> shown) {
        Subtree visible = visible(at, tree, shown);
        if (!(visible instanceof Subtree.Branch branch)) {
            return visible;
        }
        Map<String, Subtree> children = new TreeMap<>(Key.NAME_ORDER);
        branch.children().forEach((name, child) -> {
            Key key = at.child(name);
            if (shown.stream().anyMatch(wanted -> key.isAtOrBelow(wanted) || wanted.isAtOrBelow(key))) {
                children.put(name, child);
            }
        });
        return new Subtree.Branch(children, branch.ttl());
    }

    private Subtree node(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT);
        String value = "";
        long ttl = 0;
        Map<String, Subtree> children = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "Value" -> value = json.getValueAsString("");
                case "ExpireTime" -> ttl = ttl(json.getValueAsString(""));
                case "Children" -> children = json.currentToken() == JsonToken.VALUE_NULL ? null : children(json);
                default -> json.skipChildren();
            }
        }
        return children == null ? new Subtree.Leaf(value, ttl) : new Subtree.Branch(children, ttl);
    }

    private Map<String, Subtree> children(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT);
        Map<String, Subtree> children = new TreeMap<>(Key.NAME_ORDER);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            Subtree child = node(json);
            if (child.ttl() >= 0) {
                children.put(name, child);
            }
        }
        return children;
    }

    // Go's zero time stands for never; below zero it is over.
    private long ttl(String expires) throws IOException {
        try {
            Instant when = expires.isEmpty()
                    ? Instant.MIN
                    : OffsetDateTime.parse(expires).toInstant();
            if (when.isBefore(Instant.EPOCH)) {
                return 0;
            }
            long millis = when.toEpochMilli() - now.toEpochMilli();
            return millis <= 0 ? -1 : (millis + 999) / 1000;
        } catch (DateTimeParseException e) {
            throw new IOException("'" + expires + "' is no time", e);
        }
    }

    private static void require(boolean asExpected) throws IOException {
        if (!asExpected) {
            throw new IOException("is not the JSON of a store");
        }
    }
}
