package io.muster.etcdctl;

import io.muster.keyspace.Event;
import io.muster.keyspace.Node;
import io.muster.keyspace.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event as `-o json` shows it: in the order of 2.3.8's client, not the server's, with a value for directories, too,
/// and null for what is absent.
final class AnswerJson {
    private AnswerJson() {}

    static String of(Event event) {
        JsonWriter json = new JsonWriter();
        json.open().member("action", event.action().word());
        writeNode(json.member("node"), event.node());
        writeNode(json.member("prevNode"), event.prevNode());
        return new String(json.close().toByteArray(), StandardCharsets.UTF_8);
    }

    private static void writeNode(JsonWriter json, @Nullable Node node) {
        if (node == null) {
            json.raw("null");
            return;
        }
        // the client knows the root by an empty key
        json.open().member("key", node.key().isRoot() ? "" : node.key().path());
        if (node.dir()) {
            json.member("dir").raw("true");
        }
        json.member("value", Output.value(node));
        writeNodes(json, node.nodes());
        json.unsigned("createdIndex", node.createdIndex());
        json.unsigned("modifiedIndex", node.modifiedIndex());
        Instant expiration = node.expiration();
        if (expiration != null) {
            json.moment("expiration", expiration);
        }
        if (node.ttlSeconds() != 0) {
            json.member("ttl", node.ttlSeconds());
        }
        json.close();
    }

    private static void writeNodes(JsonWriter json, List<Node> nodes) {
        if (nodes.isEmpty()) {
            json.member("nodes").raw("null");
        } else {
            json.member("nodes", nodes, AnswerJson::writeNode);
        }
    }
}
