package io.muster.keyspace.wire;

import io.muster.keyspace.Action;
import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import io.muster.keyspace.Node;
import io.muster.keyspace.store.Slot;
import java.util.List;

/// A remembered event's bytes. Both its nodes have the same key, which is written once, and show no children.
final class EventCodec {
    private static final List<Action> ACTIONS = List.of(
            Action.GET,
            Action.CREATE,
            Action.SET,
            Action.UPDATE,
            Action.DELETE,
            Action.COMPARE_AND_SWAP,
            Action.COMPARE_AND_DELETE,
            Action.EXPIRE);

    private EventCodec() {}

    static void writeSlot(ByteWriter out, Slot slot) {
        out.number(slot.index());
        Event event = slot.event();
        if (event == null) {
            out.flag(false);
            return;
        }
        Node prevNode = event.prevNode();
        out.flag(true)
                .octet(ACTIONS.indexOf(event.action()))
                .string(event.node().key().path());
        writeNode(out, event.node());
        out.flag(prevNode != null);
        if (prevNode != null) {
            writeNode(out, prevNode);
        }
    }

    static Slot readSlot(ByteReader in) {
        long index = in.number();
        if (!in.flag()) {
            return new Slot(index, null);
        }
        int action = in.octet();
        if (action >= ACTIONS.size()) {
            throw in.malformed("has an event of unknown action " + action);
        }
        Key key = Key.of(in.string());
        Node node = readNode(in, key);
        Node prevNode = in.flag() ? readNode(in, key) : null;
        return new Slot(index, new Event(ACTIONS.get(action), node, prevNode, index));
    }

    private static void writeNode(ByteWriter out, Node node) {
        String value = node.value();
        out.flag(value != null);
        if (value != null) {
            out.string(value);
        }
        out.flag(node.dir())
                .optionalInstant(node.expiration())
                .signed(node.ttlSeconds())
                .number(node.modifiedIndex())
                .number(node.createdIndex());
    }

    private static Node readNode(ByteReader in, Key key) {
        return new Node(
                key,
                in.flag() ? in.string() : null,
                in.flag(),
                in.optionalInstant(),
                in.signed(),
                List.of(),
                in.number(),
                in.number());
    }
}
