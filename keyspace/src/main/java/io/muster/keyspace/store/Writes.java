package io.muster.keyspace.store;

import io.muster.keyspace.Action;
import io.muster.keyspace.Command;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import io.muster.keyspace.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The commands that leave a node behind, computed on one tree at one index and time.
record Writes(Tree.Directory root, long index, Instant time) {
    /// A new node whose end lies before this is permanent; so the original reads a time that went wrong on its way.
    private static final Instant FIRST_END = Instant.parse("2000-01-01T00:00:00Z");

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    Change create(Command.Create command) {
        return place(Action.CREATE, command.key(), fresh(command.dir(), command.value(), command.ttl()), false);
    }

    Change createInOrder(Command.CreateInOrder command) {
        Key key = command.directory().child(orderedName(index + 1));
        return place(Action.CREATE, key, fresh(command.dir(), command.value(), command.ttl()), false);
    }

    Change set(Command.Set command) {
        if (!command.refresh()) {
            return place(Action.SET, command.key(), fresh(command.dir(), command.value(), command.ttl()), false);
        }
        return switch (Lookup.find(root, command.key())) {
            case Lookup.Missing missing -> new Change.Refused(missing.failure(index));
            case Lookup.Blocked blocked -> new Change.Refused(blocked.failure(index));
            case Lookup.Found found ->
                place(Action.SET, command.key(), fresh(command.dir(), valueOf(found.node()), command.ttl()), true);
        };
    }

    Change update(Command.Update command) {
        Key key = command.key();
        if (key.isRoot()) {
            return Change.rootIsReadOnly(index);
        }
        return switch (Lookup.find(root, key)) {
            case Lookup.Missing missing -> new Change.Refused(missing.failure(index));
            case Lookup.Blocked blocked -> new Change.Refused(blocked.failure(index));
            case Lookup.Found(Tree.File file) ->
                rewrite(Action.UPDATE, key, file, command.value(), command.ttl(), command.refresh());
            case Lookup.Found(Tree.Directory directory) ->
                command.value().isEmpty()
                        ? touch(key, directory, command.ttl(), command.refresh())
                        : Change.refused(ErrorCode.NOT_A_FILE, key, index);
        };
    }

    Change compareAndSwap(Command.CompareAndSwap command) {
        Key key = command.key();
        if (key.isRoot()) {
            return Change.rootIsReadOnly(index);
        }
        return switch (Comparison.of(root, key, command.condition(), index)) {
            case Comparison.Fails(var failure) -> new Change.Refused(failure);
            case Comparison.Holds(var file) ->
                rewrite(Action.COMPARE_AND_SWAP, key, file, command.value(), command.ttl(), command.refresh());
        };
    }

    /// The name of a node made in order: its index, wide enough to sort as text.
    static String orderedName(long index) {
        String digits = Long.toUnsignedString(index);
        return "0".repeat(20 - digits.length()) + digits;
    }

    private Change place(Action action, Key key, Tree node, boolean silent) {
        if (key.isRoot()) {
            return Change.rootIsReadOnly(index);
        }
        return switch (Lookup.find(root, key)) {
            case Lookup.Blocked blocked -> new Change.Refused(blocked.failure(index));
            case Lookup.Missing _ -> made(action, key, node, null, silent);
            case Lookup.Found _ when action == Action.CREATE -> Change.refused(ErrorCode.KEY_EXISTS, key, index);
            case Lookup.Found(Tree.Directory _) -> Change.refused(ErrorCode.NOT_A_FILE, key, index);
            case Lookup.Found(Tree.File file) -> made(action, key, node, file, silent);
        };
    }

    private Change made(Action action, Key key, Tree node, @Nullable Tree before, boolean silent) {
        Node prevNode = before == null ? null : Shown.alone(key, before, time);
        Event event = new Event(action, Shown.alone(key, node, time), prevNode, index + 1);
        return new Change.Made(Lookup.put(root, key, node, index + 1), event, silent);
    }

    private Change rewrite(
            Action action, Key key, Tree.File file, String value, @Nullable Duration ttl, boolean refresh) {
        var changed = new Tree.File(refresh ? file.value() : value, ends(ttl), index + 1, file.createdIndex());
        return made(action, key, changed, file, refresh);
    }

    // The event claims a new modifiedIndex, but the directory keeps its old one: so the original answers.
    private Change touch(Key key, Tree.Directory directory, @Nullable Duration ttl, boolean refresh) {
        Tree.Directory changed = directory.expiring(ends(ttl));
        Instant expiration = changed.expiration();
        Node shown = new Node(
                key,
                null,
                true,
                expiration,
                Shown.ttlSeconds(expiration, time),
                List.of(),
                index + 1,
                directory.createdIndex());
        Event event = new Event(Action.UPDATE, shown, Shown.alone(key, directory, time), index + 1);
        return new Change.Made(Lookup.put(root, key, changed, index + 1), event, refresh);
    }

    private Tree fresh(boolean dir, String value, @Nullable Duration ttl) {
        Instant end = ends(ttl);
        Instant kept = end == null || end.isBefore(FIRST_END) ? null : end;
        return dir ? Tree.Directory.made(index + 1, kept) : new Tree.File(value, kept, index + 1, index + 1);
    }

    /// Counted in 64 bits of nanoseconds, as the original does: what lies beyond the year 2262 comes round to 1677.
    private @Nullable Instant ends(@Nullable Duration ttl) {
        if (ttl == null) {
            return null;
        }
        long nanos = (time.getEpochSecond() + ttl.getSeconds()) * NANOS_PER_SECOND + time.getNano() + ttl.getNano();
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    private static String valueOf(Tree node) {
        return switch (node) {
            case Tree.File file -> file.value();
            case Tree.Directory _ -> "";
        };
    }
}
