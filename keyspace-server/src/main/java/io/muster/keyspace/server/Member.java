package io.muster.keyspace.server;

import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.log.DataDir;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.log.UnusableDataDir;
import java.util.List;
import java.util.function.Supplier;

/// One running member of a Raft group that keeps a keyspace: its log, its links to the other members and its copy of
/// the tree. Every method may be called from any thread.
public final class Member implements AutoCloseable {
    private final DataDir dataDir;
    private final Keyspace keyspace;
    private final Supplier<RaftStatus> status;
    private final Supplier<List<MemberInfo>> members;

    Member(DataDir dataDir, Keyspace keyspace, Supplier<RaftStatus> status, Supplier<List<MemberInfo>> members) {
        this.dataDir = dataDir;
        this.keyspace = keyspace;
        this.status = status;
        this.members = members;
    }

    /// Starts a member, new or from what its data directory holds, without waiting for a leader.
    ///
    /// @throws UnusableDataDir when the data directory belongs to another, is in use, or is damaged
    public static Member start(MemberSettings settings) {
        Identity wanted = new Identity(settings.clusterId(), settings.self().id(), settings.initialMembers());
        try (DataDir dataDir = DataDir.open(settings.dataDir(), settings.walDir(), wanted)) {
            throw new UnsupportedOperationException("member " + settings.self().hexId() + " of cluster "
                    + Long.toHexString(dataDir.identity().clusterId())
                    + " cannot start: the Raft engine is not wired in yet");
        }
    }

    /// The keyspace as this member serves it: writes and linearizable reads go through the group.
    public Keyspace keyspace() {
        return keyspace;
    }

    /// How this member sees its group now.
    public RaftStatus status() {
        return status.get();
    }

    /// The members of the group. One that has not published itself yet has an empty name and no client URLs.
    public List<MemberInfo> members() {
        return members.get();
    }

    /// Hands leadership on when it has it, and stops within a few seconds. Requests still waiting fail.
    @Override
    public void close() {
        dataDir.close();
    }
}
