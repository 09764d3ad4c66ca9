package io.muster.keyspace.server.peer;

import io.muster.keyspace.Keyspace;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.membership.MemberChange;
import java.util.concurrent.CompletableFuture;

/// The cluster as administrators of etcd 0.4 reach it by way of the peer port. Every method may be called from any
/// thread and none blocks.
public interface ClusterDoor extends MemberRoll {
    Keyspace keyspace();

    /// The id of the member that leads; 0 when none is known to.
    long leaderId();

    /// See [io.muster.keyspace.server.Member#change].
    CompletableFuture<Outcome> change(MemberChange change);
}
