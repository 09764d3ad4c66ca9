package io.muster.keyspace.store;

import io.muster.keyspace.Key;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/// The keys as they are kept: immutable, so that a root once read stays what it was. A write copies the path to the
/// changed node and, in a directory of n children, about log n references.
///
/// A node does not know its own name or path; its place in the tree says it.
public sealed interface Tree {
    /// When it is due to be removed; null when permanent.
    @Nullable
    Instant expiration();

    /// The index of the last write of this node.
    long modifiedIndex();

    /// The index of the write that made this node.
    long createdIndex();

    /// A node with a value.
    record File(String value, @Nullable Instant expiration, long modifiedIndex, long createdIndex) implements Tree {}

    /// A node with children.
    ///
    /// @param children by last segment, in the order of their UTF-8 bytes
    record Directory(
            PSortedMap<String, Tree> children, @Nullable Instant expiration, long modifiedIndex, long createdIndex)
            implements Tree {
        static final Directory EMPTY_ROOT = made(0, null);

        static Directory made(long index, @Nullable Instant expiration) {
            return new Directory(TreePMap.empty(Key.NAME_ORDER), expiration, index, index);
        }

        @Nullable
        Tree child(String name) {
            return children.get(name);
        }

        /// How many nodes are below it.
        public long size() {
            long size = 0;
            for (Tree child : children.values()) {
                size += 1 + (child instanceof Directory directory ? directory.size() : 0);
            }
            return size;
        }

        Directory with(String name, Tree child) {
            return new Directory(children.plus(name, child), expiration, modifiedIndex, createdIndex);
        }

        Directory without(String name) {
            return new Directory(children.minus(name), expiration, modifiedIndex, createdIndex);
        }

        Directory expiring(@Nullable Instant when) {
            return new Directory(children, when, modifiedIndex, createdIndex);
        }
    }
}
