package io.muster.keyspace.store;

import java.time.Instant;
import java.util.Comparator;
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
            return new Directory(TreePMap.empty(NAME_ORDER), expiration, index, index);
        }

        @Nullable
        Tree child(String name) {
            return children.get(name);
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

    /// Orders names by code point, which is the order of their UTF-8 bytes; `String.compareTo` puts surrogate pairs
    /// before U+E000.
    Comparator<String> NAME_ORDER = Tree::compareNames;

    private static int compareNames(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                boolean leftPair = Character.isSurrogate(left);
                return leftPair == Character.isSurrogate(right) ? Character.compare(left, right) : leftPair ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
