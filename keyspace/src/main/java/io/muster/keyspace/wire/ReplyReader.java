package io.muster.keyspace.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.muster.keyspace.Action;
import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import io.muster.keyspace.Node;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the body of an answer, member by member.
final class ReplyReader {
    private static final Node NO_NODE = new Node(Key.ROOT, null, false, null, 0, List.of(), 0, 0);

    private @Nullable Action action;
    private @Nullable Node node;
    private @Nullable Node prevNode;
    private int errorCode;
    private String message = "";
    private String cause = "";
    private long index;

    private ReplyReader() {}

    static Reply read(byte[] body) {
        var reader = new ReplyReader();
        Json.readObject("answer", body, reader::member);
        return reader.reply();
    }

    private void member(JsonParser json, String name) throws IOException {
        switch (name) {
            case "action" -> action = action(json);
            case "node" -> node = node(json);
            case "prevNode" -> prevNode = node(json);
            case "errorCode" -> errorCode = json.getIntValue();
            case "message" -> message = Json.string(json);
            case "cause" -> cause = Json.string(json);
            case "index" -> index = Json.unsigned(json);
            default -> json.skipChildren();
        }
    }

    private Reply reply() {
        if (action != null) {
            // 3.4 sends no node when asked for noValueOnSuccess
            Node shown = node == null ? NO_NODE : node;
            return new Reply.Happened(new Event(action, shown, prevNode, shown.modifiedIndex()));
        }
        if (errorCode != 0) {
            return new Reply.Refused(errorCode, message, cause, index);
        }
        throw new MalformedBytesException("answer is neither an event nor an error of the v2 API");
    }

    private static Action action(JsonParser json) throws IOException {
        String word = Json.string(json);
        return Arrays.stream(Action.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new MalformedBytesException("answer has an unknown action '" + word + "'"));
    }

    private static @Nullable Node node(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        var parts = new NodeParts();
        Json.members("answer", json, parts::member);
        return parts.node();
    }

    /// A node being read.
    private static final class NodeParts {
        private Key key = Key.ROOT;
        private @Nullable String value;
        private boolean dir;
        private @Nullable Instant expiration;
        private long ttl;
        private List<Node> nodes = List.of();
        private long modifiedIndex;
        private long createdIndex;

        void member(JsonParser json, String name) throws IOException {
            switch (name) {
                case "key" -> key = Key.of(Json.string(json));
                case "value" -> value = Json.string(json);
                case "dir" -> dir = json.getBooleanValue();
                case "expiration" -> expiration = moment(Json.string(json));
                case "ttl" -> ttl = json.getLongValue();
                case "nodes" -> nodes = Json.list("answer", json, NodeParts::child);
                case "modifiedIndex" -> modifiedIndex = Json.unsigned(json);
                case "createdIndex" -> createdIndex = Json.unsigned(json);
                default -> json.skipChildren();
            }
        }

        Node node() {
            return new Node(key, value, dir, expiration, ttl, nodes, modifiedIndex, createdIndex);
        }

        private static Node child(JsonParser json) throws IOException {
            Node child = ReplyReader.node(json);
            return child == null ? NO_NODE : child;
        }

        private static Instant moment(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw new MalformedBytesException("answer has an unreadable expiration '" + text + "'", e);
            }
        }
    }
}
