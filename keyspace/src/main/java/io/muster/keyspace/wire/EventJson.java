package io.muster.keyspace.wire;

import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.Action;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Node;
import io.muster.keyspace.Outcome;
import java.time.Instant;

/// The bodies of answers under `/v2/keys`, to the byte as etcd 2.3.8 writes them.
public final class EventJson {
    private EventJson() {}

    /// One line, with its newline: what HTTP sends for an outcome, and for each event of a stream.
    public static byte[] write(Outcome outcome) {
        var json = new JsonWriter();
        switch (outcome) {
            case Event event -> writeEvent(json, event);
            case Failure failure -> writeFailure(json, failure);
            case AccessOutcome outcomeOfAccess -> {
                return AccessAnswerJson.write(outcomeOfAccess.verdict());
            }
            case MembershipOutcome _ -> throw new IllegalArgumentException("no answer about keys: " + outcome);
        }
        return json.raw("\n").toByteArray();
    }

    /// One line that tells of an event nothing but its action, as etcd 3.4 writes it for `noValueOnSuccess`.
    public static byte[] write(Action action) {
        return new JsonWriter()
                .open()
                .member("action", action.word())
                .close()
                .raw("\n")
                .toByteArray();
    }

    /// Reads a body that some server of the v2 API sent; members that are not known are passed over.
    ///
    /// @throws MalformedBytesException when it is neither an event nor an error
    public static Reply read(byte[] body) {
        return ReplyReader.read(body);
    }

    private static void writeEvent(JsonWriter json, Event event) {
        json.open().member("action", event.action().word()).member("node");
        writeNode(json, event.node());
        Node prevNode = event.prevNode();
        if (prevNode != null) {
            writeNode(json.member("prevNode"), prevNode);
        }
        json.close();
    }

    private static void writeFailure(JsonWriter json, Failure failure) {
        json.open()
                .member("errorCode", failure.code().number())
                .member("message", failure.code().message());
        if (!failure.cause().isEmpty()) {
            json.member("cause", failure.cause());
        }
        json.unsigned("index", failure.index()).close();
    }

    private static void writeNode(JsonWriter json, Node node) {
        json.open();
        if (!node.key().isRoot()) {
            json.member("key", node.key().path());
        }
        String value = node.value();
        if (value != null) {
            json.member("value", value);
        }
        if (node.dir()) {
            json.member("dir").raw("true");
        }
        Instant expiration = node.expiration();
        if (expiration != null) {
            json.moment("expiration", expiration);
        }
        if (node.ttlSeconds() != 0) {
            json.member("ttl", node.ttlSeconds());
        }
        if (!node.nodes().isEmpty()) {
            json.member("nodes", node.nodes(), EventJson::writeNode);
        }
        if (node.modifiedIndex() != 0) {
            json.unsigned("modifiedIndex", node.modifiedIndex());
        }
        if (node.createdIndex() != 0) {
            json.unsigned("createdIndex", node.createdIndex());
        }
        json.close();
    }
}
