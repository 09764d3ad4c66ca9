package io.muster.keyspace.server.http;

import io.muster.keyspace.Command;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Read;

/// What a request to `/v2/keys` asks for.
sealed interface KeyRequest {
    record Write(Command command) implements KeyRequest {}

    record Fetch(Read read) implements KeyRequest {}

    record Follow(io.muster.keyspace.Follow follow) implements KeyRequest {}

    /// Its fields are malformed or may not stand together; the store is never asked.
    record Refused(Failure failure) implements KeyRequest {}
}
