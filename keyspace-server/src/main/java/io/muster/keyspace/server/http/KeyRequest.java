package io.muster.keyspace.server.http;

import io.muster.keyspace.Command;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Read;

/// What a request to `/v2/keys` asks for.
sealed interface KeyRequest {
    /// A change.
    ///
    /// @param recursive as the request says, whether or not it means anything to the command
    /// @param quiet answer a success without its nodes; only those of a PUT or POST are
    record Write(Command command, boolean recursive, boolean quiet) implements KeyRequest {}

    record Fetch(Read read) implements KeyRequest {}

    record Follow(io.muster.keyspace.Follow follow) implements KeyRequest {}

    /// Its fields are malformed or may not stand together; the store is never asked.
    record Refused(Failure failure) implements KeyRequest {}
}
