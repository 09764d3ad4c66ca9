package io.muster.keyspace.server.raft;

import io.micrometer.core.instrument.MeterRegistry;
import io.muster.keyspace.Command;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.access.Access;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.membership.MemberVerdict;
import io.muster.keyspace.membership.Members;
import io.muster.keyspace.server.AppendStats;
import io.muster.keyspace.server.DiskReport;
import io.muster.keyspace.server.MemberSettings;
import io.muster.keyspace.server.RaftStatus;
import io.muster.keyspace.server.Role;
import io.muster.keyspace.server.log.Halt;
import io.muster.keyspace.server.log.SnapshotContent;
import io.muster.keyspace.server.log.Storage;
import io.muster.keyspace.server.peer.FrameFilter;
import io.muster.keyspace.server.peer.PeerSettings;
import io.muster.keyspace.server.peer.Peers;
import io.muster.keyspace.store.Counts;
import io.muster.keyspace.store.Store;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A member's part in its Raft group, put together: the engine, the keyspace it moves, and the links to the others.
public final class RaftGroup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RaftGroup.class);
    private static final Duration TICK = Duration.ofMillis(50);

    private final long self;
    private final Storage storage;
    private final Store store;
    private final ReplicatedKeyspace keyspace;
    private final AppendMeter appends = new AppendMeter(System::nanoTime);
    private final MicroRaftEngine engine;
    private final Duration election;
    private final SpaceWatch space;
    private final Introduction introduction;
    private final ExpiryTimer expiry;
    private final GroupRoll roll;
    private final Reconfiguration reconfiguration;
    private final Departures departures;
    private final @Nullable FirstKeeper keeper;
    private final boolean strict;
    private Members followed = Members.NONE;
    private long followedSince;
    private List<MemberInfo> remembered = List.of();
    private volatile @Nullable Peers peers;

    /// Starts to take part; what is known here to be agreed on is applied when this returns. The storage is closed
    /// with the group.
    ///
    /// @param filter which frames get through
    /// @param halt what to do after a fault that makes it unsafe to go on
    /// @param meters told how it goes
    public RaftGroup(
            MemberSettings settings,
            EngineSettings engineSettings,
            Storage storage,
            FrameFilter filter,
            Halt halt,
            MeterRegistry meters) {
        this.storage = storage;
        this.store = new Store(settings.watchHistory());
        this.election = settings.election();
        this.self = settings.self().id();
        ToPeers outbox = new ToPeers();
        // As etcd: five seconds for the disk and the network, and time for two elections.
        long patience = Duration.ofSeconds(5).plus(election.multipliedBy(2)).toNanos();
        this.keyspace = new ReplicatedKeyspace(self, store, settings.clock(), outbox, patience, election.toNanos());
        this.engine = new MicroRaftEngine(engineSettings, storage, outbox, appends, keyspace, halt);
        this.space = new SpaceWatch(
                self, storage, settings.minFreeBytes(), () -> engine.group().members(), outbox, this::afterLookAtSpace);
        keyspace.servedBy(engine, space);
        new RaftMeters(self, engine, keyspace).bindTo(meters);
        new DiskMeters(this::disk).bindTo(meters);
        this.introduction = new Introduction(
                settings.clusterId(),
                settings.self(),
                store,
                keyspace,
                () -> engine.status().leaderId() != 0);
        this.expiry = new ExpiryTimer(
                store, keyspace, settings.clock(), () -> engine.status().role() == Role.LEADER);
        this.strict = settings.strictReconfigCheck();
        this.roll = new GroupRoll(
                storage.identity(),
                store,
                engine::group,
                keyspace,
                () -> engine.status().leaderId(),
                this::change);
        this.departures = new Departures(engine::group, patience);
        this.reconfiguration = new Reconfiguration(
                self, engine, store::members, roll::members, outbox::isConnected, roll::thisMemberIsGone);
        this.keeper = settings.keptAsFirst()
                ? new FirstKeeper(self, engine, store, settings.clock(), roll::members, this::change)
                : null;
        PeerSettings peerSettings = new PeerSettings(
                settings.clusterId(), self, settings.peerListen(), settings.peerCalling(), roll, election);
        this.peers = new Peers(peerSettings, filter, this::receive, meters);
        engine.start().join();
        engine.repeat(this::tick, TICK);
        space.start();
    }

    /// The keyspace as this member serves it.
    public Keyspace keyspace() {
        return keyspace;
    }

    /// How this member sees its group now.
    public RaftStatus status() {
        return engine.status();
    }

    /// The members, as far as they are known here.
    public List<MemberInfo> members() {
        return roll.members();
    }

    /// Changes the members. The future completes once the keyspace has taken the change, and a removed member once the
    /// group does without it, unless it is this one.
    public CompletableFuture<Outcome> change(MemberChange change) {
        CompletableFuture<Outcome> decision = keyspace.submit(new Command.ChangeMembers(change, roll.born(), strict));
        if (change instanceof MemberChange.Remove remove && remove.id() == self) {
            return departures.ofSelf(decision, roll.gone());
        }
        return decision.thenCompose(outcome -> change instanceof MemberChange.Remove remove
                        && outcome instanceof MembershipOutcome decided
                        && decided.verdict() == MemberVerdict.DONE
                ? departures.await(remove.id(), outcome)
                : CompletableFuture.completedFuture(outcome));
    }

    /// The ids of those whose agreement counts, as far as this member knows.
    public Set<Long> voters() {
        return engine.group().voters();
    }

    /// Completes when this member was removed, and the group does without it: it is time to stop.
    public CompletableFuture<Void> gone() {
        return roll.gone();
    }

    /// Who may do what, as far as this member knows.
    public Access access() {
        return store.access();
    }

    /// The keyspace as this member has it a moment from now; completes on the engine's thread, which must not be held.
    public CompletableFuture<SnapshotContent> state() {
        return keyspace.askForState();
    }

    /// What was asked of the keyspace here so far, by clients and by the log.
    public Counts counts() {
        return store.counts();
    }

    /// How the disk serves this member.
    public DiskReport disk() {
        return new DiskReport(engine.slowDisk(), storage.freeSpace().bytes(), space.refusal());
    }

    /// How appends between this member and the others went so far.
    public AppendStats appends() {
        return appends.stats();
    }

    @Override
    public void close() {
        if (engine.status().role() == Role.LEADER) {
            handOver();
        }
        space.close();
        engine.close();
        keyspace.close();
        departures.close();
        Peers open = peers;
        if (open != null) {
            open.close();
        }
        storage.close();
    }

    private void rememberMembers() {
        List<MemberInfo> members = roll.members();
        boolean complete = members.stream().anyMatch(member -> member.id() == self);
        if (complete && !members.equals(remembered)) {
            remembered = members;
            storage.remember(members);
        }
    }

    private void handOver() {
        try {
            engine.handOver(member -> !space.isShort(member)).get(2 * election.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.info("leadership was not handed over: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Those who are short of space say so at each look: whoever has not said it may have the lead.
    private void afterLookAtSpace() {
        engine.retrySnapshot();
        if (space.isShort() && engine.status().role() == Role.LEADER) {
            var _ = engine.handOver(member -> !space.isShort(member));
        }
    }

    private void tick() {
        keyspace.tick();
        introduction.tick();
        expiry.tick();
        reconfiguration.tick();
        if (keeper != null) {
            keeper.tick();
        }
        departures.tick();
        followMembers();
    }

    private void followMembers() {
        Members told = store.members();
        Group group = engine.group();
        Peers open = peers;
        if (open != null && (!told.equals(followed) || group.sinceIndex() != followedSince)) {
            followed = told;
            followedSince = group.sinceIndex();
            open.follow(group.members());
            rememberMembers();
        }
    }

    private void receive(long from, ByteBuffer frame) {
        try {
            byte kind = frame.get();
            if (kind == FrameKind.MESSAGE) {
                engine.receive(from, frame);
            } else if (kind == FrameKind.PULSE) {
                engine.pulse(from, frame.getInt());
            } else if (kind == FrameKind.SHORT_OF_SPACE) {
                space.heard(from);
            } else {
                keyspace.receive(from, kind, frame);
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("frame that ends early", e);
        }
    }

    private final class ToPeers implements Outbox {
        @Override
        public boolean send(long to, ByteBuffer frame) {
            Peers open = peers;
            return open != null && open.send(to, frame);
        }

        @Override
        public boolean isConnected(long to) {
            Peers open = peers;
            return open != null && open.isConnected(to);
        }
    }
}
