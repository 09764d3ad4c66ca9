package io.muster.keyspace.store;

import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;

/// What a command comes to, before anything is moved.
sealed interface Change {
    /// The command takes effect so.
    ///
    /// @param silent a refresh: the index is used up, but no watcher hears of it
    record Made(Tree.Directory root, Event event, boolean silent) implements Change {}

    /// The command is refused and changes nothing.
    record Refused(Failure failure) implements Change {}

    static Refused refused(ErrorCode code, Key cause, long index) {
        return new Refused(new Failure(code, cause.path(), index));
    }

    static Refused rootIsReadOnly(long index) {
        return refused(ErrorCode.ROOT_READ_ONLY, Key.ROOT, index);
    }
}
