package io.muster.keyspace.server.http;

import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.access.Access;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.server.AppendStats;
import io.muster.keyspace.server.DiskReport;
import io.muster.keyspace.server.RaftStatus;
import io.muster.keyspace.server.log.SnapshotContent;
import io.muster.keyspace.store.Counts;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The member behind the client port, as far as HTTP asks about it. Every method may be called from any thread and
/// none blocks.
public interface ServedMember {
    Keyspace keyspace();

    /// How the member sees its group now.
    RaftStatus status();

    /// The members of the cluster; those that have not published themselves have no name and no client URLs.
    List<MemberInfo> members();

    /// Asks the cluster to change its members; see [io.muster.keyspace.server.Member#change].
    CompletableFuture<Outcome> change(MemberChange change);

    /// Who may do what, as far as this member knows.
    Access access();

    /// The keyspace as this member has it a moment from now; completes on a thread that must not be held.
    CompletableFuture<SnapshotContent> state();

    /// What was asked of the member's copy of the tree so far.
    Counts counts();

    /// How the disk serves the member.
    DiskReport disk();

    /// How appends between the member and the others went so far.
    AppendStats appends();

    /// The member's own id, as in [#members()].
    long id();

    String name();

    long clusterId();
}
