package io.muster.keyspace.store;

import io.muster.keyspace.Command;
import java.time.Instant;
import java.util.List;

/// What the replicated log carries: commands, and the leader's time stamp from which every member computes the same
/// expirations.
public record Entry(Instant time, List<Command> commands) {
    public Entry {
        commands = List.copyOf(commands);
    }
}
