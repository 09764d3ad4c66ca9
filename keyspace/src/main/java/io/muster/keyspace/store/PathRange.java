package io.muster.keyspace.store;

import io.muster.keyspace.Key;
import java.util.NavigableMap;

/// Finds what lies below a key in a map ordered by path.
final class PathRange {
    // The character after the slash: "/a/" <= everything below "/a" < "/a0".
    private static final char AFTER_SLASH = '/' + 1;

    private PathRange() {}

    /// The part of `map` strictly below `key`; a view.
    static <V> NavigableMap<String, V> below(NavigableMap<String, V> map, Key key) {
        String base = key.isRoot() ? "" : key.path();
        return map.subMap(base + '/', false, base + AFTER_SLASH, false);
    }
}
