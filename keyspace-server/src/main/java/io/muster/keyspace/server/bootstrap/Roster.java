package io.muster.keyspace.server.bootstrap;

import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import io.muster.keyspace.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Who has registered under a token, the first to come first.
///
/// @param directory the token's key
/// @param size how many members the cluster is to have
/// @param registrations all of them, by createdIndex
/// @param index the index up to which this is complete
record Roster(Key directory, int size, List<Node> registrations, long index) {
    Roster {
        registrations = registrations.stream()
                .sorted(Comparator.comparingLong(Node::createdIndex))
                .toList();
    }

    static Roster of(Node directory, int size, long index) {
        List<Node> visible = directory.nodes().stream()
                .filter(node -> !node.key().isHidden())
                .toList();
        return new Roster(directory.key(), size, visible, index);
    }

    /// Those who found the cluster; fewer than `size` while it is not complete.
    List<Node> founders() {
        return registrations.subList(0, Math.min(size, registrations.size()));
    }

    boolean isComplete() {
        return registrations.size() >= size;
    }

    boolean hasFounder(String id) {
        return founders().stream().anyMatch(node -> node.key().name().equals(id));
    }

    boolean has(String id) {
        return registrations.stream().anyMatch(node -> node.key().name().equals(id));
    }

    /// Whether an event is a new registration that this roster can take up as it is.
    boolean canTake(Event event) {
        Key key = event.node().key();
        return event.created() && key.parent().equals(directory) && !key.isHidden() && !has(key.name());
    }

    Roster with(Node newcomer) {
        return new Roster(
                directory,
                size,
                Stream.concat(registrations.stream(), Stream.of(newcomer)).toList(),
                newcomer.modifiedIndex());
    }

    /// The founders' registrations as the text form of an [InitialCluster].
    String text() {
        return String.join(
                ",",
                founders().stream()
                        .map(node -> Objects.requireNonNullElse(node.value(), ""))
                        .toList());
    }
}
