package io.muster.etcdctl;

import io.muster.keyspace.Action;
import io.muster.keyspace.Event;
import io.muster.keyspace.Node;
import org.jspecify.annotations.Nullable;

/// Prints events in the format that `-o` names.
///
/// @param format `simple`, `extended` or `json`; any other is complained about, each time
record Output(String format, Terminal terminal) {
    /// Prints one event.
    ///
    /// @param storeIndex the store index that came with the answer
    /// @return false when nobody reads standard output any more
    boolean print(Event event, long storeIndex) {
        return switch (format) {
            case "simple" -> terminal.say(simple(event));
            case "extended" -> terminal.say(extended(event, storeIndex));
            case "json" -> terminal.say(AnswerJson.of(event));
            default -> {
                terminal.complain("Unsupported output format: " + format);
                yield true;
            }
        };
    }

    // Only a plain delete shows the value it removed; expiry and compareAndDelete print an empty line, as 2.3.8 does.
    private static String simple(Event event) {
        return event.action() == Action.DELETE ? "PrevNode.Value: " + value(event.prevNode()) : value(event.node());
    }

    private static String extended(Event event, long storeIndex) {
        Node node = event.node();
        StringBuilder lines = new StringBuilder();
        lines.append("Key: ").append(node.key());
        lines.append("\nCreated-Index: ").append(Long.toUnsignedString(node.createdIndex()));
        lines.append("\nModified-Index: ").append(Long.toUnsignedString(node.modifiedIndex()));
        if (event.prevNode() != null) {
            lines.append("\nPrevNode.Value: ").append(value(event.prevNode()));
        }
        lines.append("\nTTL: ").append(node.ttlSeconds());
        lines.append("\nIndex: ").append(Long.toUnsignedString(storeIndex));
        if (event.action() != Action.DELETE) {
            lines.append("\n\n").append(value(node));
        }
        return lines.toString();
    }

    /// What is printed for the value of a node that may not have one.
    static String value(@Nullable Node node) {
        String value = node == null ? null : node.value();
        return value == null ? "" : value;
    }
}
