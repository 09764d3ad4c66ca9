package io.muster.keyspace.store;

import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;
import org.jspecify.annotations.Nullable;

/// What lies at the end of a path, and how a tree is changed there.
sealed interface Lookup {
    record Found(Tree node) implements Lookup {}

    /// Nothing lies there.
    ///
    /// @param first the shortest part of the path that does not exist
    record Missing(Key first) implements Lookup {
        Failure failure(long index) {
            return new Failure(ErrorCode.KEY_NOT_FOUND, first.path(), index);
        }
    }

    /// Nothing can lie there.
    ///
    /// @param file the file on the way, below which nothing can be
    record Blocked(Key file) implements Lookup {
        Failure failure(long index) {
            return new Failure(ErrorCode.NOT_A_DIRECTORY, file.path(), index);
        }
    }

    static Lookup find(Tree.Directory root, Key key) {
        Tree node = root;
        String path = key.path();
        int start = 1;
        while (start < path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            switch (node) {
                case Tree.File _ -> {
                    return new Blocked(new Key(path.substring(0, start - 1)));
                }
                case Tree.Directory directory -> {
                    Tree child = directory.child(path.substring(start, end));
                    if (child == null) {
                        return new Missing(new Key(path.substring(0, end)));
                    }
                    node = child;
                }
            }
            start = end + 1;
        }
        return new Found(node);
    }

    /// The tree with `node` at `key`; directories missing on the way are made with `index`. No file may be on the way.
    static Tree.Directory put(Tree.Directory root, Key key, Tree node, long index) {
        return rebuild(root, key, node, index);
    }

    /// The tree without what lies at `key`, which must exist.
    static Tree.Directory remove(Tree.Directory root, Key key) {
        return rebuild(root, key, null, 0);
    }

    // A loop, not recursion: a key of thousands of segments must not overflow the applying thread's stack.
    private static Tree.Directory rebuild(Tree.Directory root, Key key, @Nullable Tree node, long index) {
        var segments = key.segments();
        var way = new Tree.Directory[segments.size()];
        way[0] = root;
        for (int i = 1; i < way.length; i++) {
            way[i] = switch (way[i - 1].child(segments.get(i - 1))) {
                case null -> Tree.Directory.made(index, null);
                case Tree.Directory directory -> directory;
                case Tree.File _ -> throw new IllegalStateException("a file is in the way of " + key);
            };
        }
        int last = way.length - 1;
        Tree.Directory changed =
                node == null ? way[last].without(segments.get(last)) : way[last].with(segments.get(last), node);
        for (int i = last - 1; i >= 0; i--) {
            changed = way[i].with(segments.get(i), changed);
        }
        return changed;
    }
}
