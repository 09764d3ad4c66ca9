package io.muster.keyspace.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.access.Access;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.server.log.DataDir;
import io.muster.keyspace.server.log.Disk;
import io.muster.keyspace.server.log.FileDisk;
import io.muster.keyspace.server.log.Halt;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.log.MeteredDisk;
import io.muster.keyspace.server.log.SegmentSizes;
import io.muster.keyspace.server.log.SnapshotContent;
import io.muster.keyspace.server.log.Storage;
import io.muster.keyspace.server.log.UnusableDataDir;
import io.muster.keyspace.server.peer.FrameFilter;
import io.muster.keyspace.server.raft.EngineSettings;
import io.muster.keyspace.server.raft.ForcedGroup;
import io.muster.keyspace.server.raft.RaftGroup;
import io.muster.keyspace.store.Counts;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// One running member of a Raft group that keeps a keyspace: its log, its links to the other members and its copy of
/// the tree. Every method may be called from any thread.
public final class Member implements AutoCloseable {
    private final RaftGroup group;

    private Member(RaftGroup group) {
        this.group = group;
    }

    /// What a member stands on, so that tests can shake it.
    ///
    /// @param disk where its data directory lies
    /// @param filter which frames get through to and from it
    /// @param halt what it does after a fault that makes it unsafe to go on
    record Ground(Disk disk, SegmentSizes sizes, FrameFilter filter, Halt halt) {
        static final Ground FIRM =
                new Ground(new FileDisk(), SegmentSizes.DEFAULT, FrameFilter.ALL_PASS, Halt.process());
    }

    /// Starts a member, new or from what its data directory holds, without waiting for a leader. What it knew to be
    /// agreed on when it stopped can be read when this returns. A fault of the disk while it runs ends the process.
    ///
    /// @param meters told how log, peers and group go, under etcd's names
    /// @throws UnusableDataDir when the data directory belongs to another, is in use, or is damaged
    /// @throws CannotListen when an address for peers cannot be had
    public static Member start(MemberSettings settings, MeterRegistry meters) {
        return start(settings, Ground.FIRM, meters);
    }

    static Member start(MemberSettings settings, Ground ground, MeterRegistry meters) {
        Identity wanted = new Identity(
                settings.clusterId(), settings.self().id(), settings.initialMembers(), settings.founders());
        if (settings.forceNewCluster()) {
            try (Storage storage = open(settings, wanted, ground.disk(), ground.sizes())) {
                ForcedGroup.write(storage, settings.clock().instant());
            } catch (IOException e) {
                throw new UnusableDataDir("cannot begin a new cluster in " + settings.dataDir() + ": " + e, e);
            }
        }
        Storage storage = open(settings, wanted, new MeteredDisk(ground.disk(), meters), ground.sizes());
        try {
            EngineSettings engine =
                    EngineSettings.of(settings.heartbeat(), settings.election(), settings.snapshotCount());
            return new Member(new RaftGroup(settings, engine, storage, ground.filter(), ground.halt(), meters));
        } catch (RuntimeException e) {
            closeAfter(e, storage);
            throw e;
        }
    }

    private static Storage open(MemberSettings settings, Identity wanted, Disk disk, SegmentSizes sizes) {
        DataDir dataDir = DataDir.open(settings.dataDir(), settings.walDir(), wanted);
        try {
            return Storage.open(dataDir, disk, sizes, settings.retention());
        } catch (RuntimeException e) {
            closeAfter(e, dataDir);
            throw e;
        }
    }

    /// The keyspace as this member serves it: writes and linearizable reads go through the group.
    public Keyspace keyspace() {
        return group.keyspace();
    }

    /// How this member sees its group now.
    public RaftStatus status() {
        return group.status();
    }

    /// The members of the group, by id. One that has not published itself yet has an empty name and no client URLs.
    public List<MemberInfo> members() {
        return group.members();
    }

    /// Asks the group to change its members. The future completes once that is done; a removed member then counts no
    /// more.
    public CompletableFuture<Outcome> change(MemberChange change) {
        return group.change(change);
    }

    /// The ids of those whose agreement counts, as far as this member knows.
    public Set<Long> voters() {
        return group.voters();
    }

    /// Completes when this member was removed from the cluster for good, and is not needed any more: it should stop.
    public CompletableFuture<Void> gone() {
        return group.gone();
    }

    /// Who may do what, as far as this member knows.
    public Access access() {
        return group.access();
    }

    /// The keyspace as this member has it a moment from now; completes on a thread that must not be held.
    public CompletableFuture<SnapshotContent> state() {
        return group.state();
    }

    /// What was asked of this member's copy of the tree so far.
    public Counts counts() {
        return group.counts();
    }

    /// How the disk serves this member.
    public DiskReport disk() {
        return group.disk();
    }

    /// How appends between this member and the others went so far.
    public AppendStats appends() {
        return group.appends();
    }

    /// Hands leadership on when it has it, and stops within a few seconds. Requests still waiting fail.
    @Override
    public void close() {
        group.close();
    }

    private static void closeAfter(RuntimeException fault, AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            fault.addSuppressed(e);
        }
    }
}
