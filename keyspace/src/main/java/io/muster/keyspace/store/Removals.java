package io.muster.keyspace.store;

import io.muster.keyspace.Action;
import io.muster.keyspace.Command;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import java.time.Instant;

/// The commands that take a node away, computed on one tree at one index and time.
record Removals(Tree.Directory root, long index, Instant time) {
    Change delete(Command.Delete command) {
        Key key = command.key();
        if (key.isRoot()) {
            return Change.rootIsReadOnly(index);
        }
        return switch (Lookup.find(root, key)) {
            case Lookup.Missing missing -> new Change.Refused(missing.failure(index));
            case Lookup.Blocked blocked -> new Change.Refused(blocked.failure(index));
            case Lookup.Found(Tree.File file) -> removed(Action.DELETE, key, file, false);
            case Lookup.Found(Tree.Directory directory) -> {
                if (command.recursive()) {
                    yield removed(Action.DELETE, key, directory, true);
                }
                if (!command.dir()) {
                    yield Change.refused(ErrorCode.NOT_A_FILE, key, index);
                }
                yield directory.children().isEmpty()
                        ? removed(Action.DELETE, key, directory, true)
                        : Change.refused(ErrorCode.DIRECTORY_NOT_EMPTY, key, index);
            }
        };
    }

    Change compareAndDelete(Command.CompareAndDelete command) {
        return switch (Comparison.of(root, command.key(), command.condition(), index)) {
            case Comparison.Fails(var failure) -> new Change.Refused(failure);
            case Comparison.Holds(var file) -> removed(Action.COMPARE_AND_DELETE, command.key(), file, false);
        };
    }

    /// Removes what is due. Its event does not say `dir`, not even of a directory: 2.3.8 leaves it out.
    Change.Made expire(Key key) {
        return switch (Lookup.find(root, key)) {
            case Lookup.Found(Tree node) -> removed(Action.EXPIRE, key, node, false);
            case Lookup.Missing _, Lookup.Blocked _ ->
                throw new IllegalStateException("due to expire, but not in the tree: " + key);
        };
    }

    private Change.Made removed(Action action, Key key, Tree node, boolean dir) {
        Event event = new Event(
                action,
                Shown.removed(key, dir, index + 1, node.createdIndex()),
                Shown.alone(key, node, time),
                index + 1);
        return new Change.Made(Lookup.remove(root, key), event, false);
    }
}
