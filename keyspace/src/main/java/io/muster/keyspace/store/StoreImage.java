package io.muster.keyspace.store;

import io.muster.keyspace.access.Access;
import io.muster.keyspace.membership.Members;
import java.time.Instant;
import java.util.List;

/// A store at one moment, all of it: what a snapshot carries. Immutable, so it can be encoded on any thread while the
/// store goes on.
///
/// @param index the index of the last change
/// @param logTime the latest time stamp applied
/// @param members who belongs to the cluster, as far as it was told, and who did
/// @param history the last events, ending at `index`; part of the image so that a client's `waitIndex` still works
///     after a restart
/// @param access who may do what
public record StoreImage(
        long index, Instant logTime, Tree.Directory root, Members members, List<Slot> history, Access access) {
    public StoreImage {
        history = List.copyOf(history);
    }
}
