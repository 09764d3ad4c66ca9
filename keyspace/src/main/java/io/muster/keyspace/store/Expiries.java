package io.muster.keyspace.store;

import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What expires and when, earliest first, then by creation. It follows from the tree, so no snapshot carries it.
/// Belongs to the applying thread.
final class Expiries {
    private record Due(Instant when, long createdIndex, Key key) {}

    private final NavigableSet<Due> byTime = new TreeSet<>(
            Comparator.comparing(Due::when).thenComparing(Due::createdIndex).thenComparing(Due::key));
    private final NavigableMap<String, Due> byPath = new TreeMap<>();

    /// Everything that expires in a tree.
    static Expiries of(Tree.Directory root) {
        Expiries expiries = new Expiries();
        Deque<Place> open = new ArrayDeque<>();
        open.push(new Place(null, "", root));
        while (!open.isEmpty()) {
            Place place = open.pop();
            if (place.node.expiration() != null) {
                expiries.put(place.key(), place.node.expiration(), place.node.createdIndex());
            }
            if (place.node instanceof Tree.Directory directory) {
                directory.children().forEach((name, child) -> open.push(new Place(place, name, child)));
            }
        }
        return expiries;
    }

    /// A node and the way to it; most never expire, so their keys are not spelled out.
    private record Place(@Nullable Place above, String name, Tree node) {
        Key key() {
            Deque<String> names = new ArrayDeque<>();
            for (Place place = this; place.above != null; place = place.above) {
                names.push(place.name);
            }
            return new Key("/" + String.join("/", names));
        }
    }

    /// Keeps up with a change of the tree.
    void follow(Event event) {
        Key key = event.node().key();
        switch (event.action()) {
            case CREATE, SET, UPDATE, COMPARE_AND_SWAP -> {
                remove(key.path());
                put(key, event.node().expiration(), event.node().createdIndex());
            }
            case DELETE, COMPARE_AND_DELETE, EXPIRE -> {
                remove(key.path());
                removeBelow(key);
            }
            case GET -> {}
        }
    }

    Optional<Instant> next() {
        return byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.first().when);
    }

    /// The first key due at `now`; null when nothing is.
    @Nullable
    Key firstDue(Instant now) {
        return byTime.isEmpty() || byTime.first().when.isAfter(now) ? null : byTime.first().key;
    }

    private void put(Key key, @Nullable Instant when, long createdIndex) {
        if (when != null) {
            Due due = new Due(when, createdIndex, key);
            byTime.add(due);
            byPath.put(key.path(), due);
        }
    }

    private void remove(String path) {
        Due due = byPath.remove(path);
        if (due != null) {
            byTime.remove(due);
        }
    }

    private void removeBelow(Key key) {
        var below = PathRange.below(byPath, key);
        if (!below.isEmpty()) {
            byTime.removeAll(below.values());
            below.clear();
        }
    }
}
