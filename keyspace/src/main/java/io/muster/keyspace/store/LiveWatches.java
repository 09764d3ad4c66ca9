package io.muster.keyspace.store;

import io.muster.keyspace.Action;
import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// The watches that wait, by the path they watch, and the rule whom an event concerns. Guarded by the [WatchHub]'s
/// lock.
final class LiveWatches {
    private final NavigableMap<String, Set<LiveWatch>> byPath = new TreeMap<>();
    private int count;

    int count() {
        return count;
    }

    void add(LiveWatch watch) {
        byPath.computeIfAbsent(watch.path(), _ -> new LinkedHashSet<>()).add(watch);
        count++;
    }

    /// Forgets a watch; nothing happens when it is not here.
    void remove(LiveWatch watch) {
        Set<LiveWatch> there = byPath.get(watch.path());
        if (there != null && there.remove(watch)) {
            count--;
            if (there.isEmpty()) {
                byPath.remove(watch.path());
            }
        }
    }

    List<LiveWatch> removeAll() {
        List<LiveWatch> all = new ArrayList<>(count);
        byPath.values().forEach(all::addAll);
        byPath.clear();
        count = 0;
        return all;
    }

    /// Those an event concerns, in the order they hear of it. Long polls among them are forgotten; a stream may be
    /// named twice.
    ///
    /// @param before the tree before the event
    List<LiveWatch> take(Event event, Tree.Directory before) {
        List<LiveWatch> taken = new ArrayList<>();
        if (count == 0) {
            return taken;
        }
        Key key = event.node().key();
        String path = key.path();
        if (isRemoval(event.action())) {
            takeRemoved(key, event, before, taken);
        }
        takeAncestors("/", event, taken);
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            takeAncestors(path.substring(0, slash), event, taken);
        }
        takeAll(path, event, taken);
        return taken;
    }

    // Watches below a removed directory hear if their node existed, deeper ones first. Those on the removed key itself
    // hear here and once more with its ancestors: a stream on it is told twice, as the original does.
    private void takeRemoved(Key key, Event event, Tree.Directory before, List<LiveWatch> taken) {
        List<String> below =
                List.copyOf(PathRange.below(byPath, key).descendingMap().keySet());
        for (String path : below) {
            if (Lookup.find(before, new Key(path)) instanceof Lookup.Found) {
                takeAll(path, event, taken);
            }
        }
        takeAll(key.path(), event, taken);
    }

    private void takeAncestors(String ancestor, Event event, List<LiveWatch> taken) {
        Set<LiveWatch> there = byPath.get(ancestor);
        if (there != null && !isHiddenBelow(ancestor, event.node().key().path())) {
            takeFrom(there.stream().filter(LiveWatch::recursive).toList(), event, taken);
        }
    }

    private void takeAll(String path, Event event, List<LiveWatch> taken) {
        Set<LiveWatch> there = byPath.get(path);
        if (there != null) {
            takeFrom(List.copyOf(there), event, taken);
        }
    }

    private void takeFrom(List<LiveWatch> concerned, Event event, List<LiveWatch> taken) {
        for (LiveWatch watch : concerned) {
            if (watch.wants(event.index())) {
                taken.add(watch);
                if (!watch.stream()) {
                    remove(watch);
                }
            }
        }
    }

    private static boolean isHiddenBelow(String ancestor, String path) {
        return path.indexOf("/_", ancestor.length() == 1 ? 0 : ancestor.length()) >= 0;
    }

    private static boolean isRemoval(Action action) {
        return switch (action) {
            case DELETE, COMPARE_AND_DELETE, EXPIRE -> true;
            case GET, CREATE, SET, UPDATE, COMPARE_AND_SWAP -> false;
        };
    }
}
