package io.muster.keyspace.server.raft;

import io.muster.keyspace.Command;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Watch;
import io.muster.keyspace.server.RaftStatus;
import io.muster.keyspace.server.Role;
import io.muster.keyspace.server.log.SnapshotContent;
import io.muster.keyspace.server.peer.Peers;
import io.muster.keyspace.store.Entry;
import io.muster.keyspace.store.LogClock;
import io.muster.keyspace.store.Store;
import io.muster.keyspace.store.StoreImage;
import io.muster.keyspace.wire.EntryCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The keyspace as one member of a group keeps it: what clients ask goes to the leader, wherever that is, and what the
/// log says is applied here.
final class ReplicatedKeyspace implements Keyspace, Replica {
    private final long self;
    private final Store store;
    private final InstantSource clock;
    private final LogClock stamps;
    private final Outbox outbox;
    private final WriteQueue writes;
    private final ReadQueue reads;
    private @Nullable RaftEngine engine;
    private long leaderId;
    private final Queue<CompletableFuture<SnapshotContent>> askedForState = new ConcurrentLinkedQueue<>();
    private final LongAdder leaderChanges = new LongAdder();
    private @Nullable SpaceWatch space;

    /// @param patienceNanos how long a client's request waits for the group
    /// @param electionNanos how long it takes the group to find a new leader
    ReplicatedKeyspace(
            long self, Store store, InstantSource clock, Outbox outbox, long patienceNanos, long electionNanos) {
        this.self = self;
        this.store = store;
        this.clock = clock;
        this.stamps = new LogClock(clock);
        this.outbox = outbox;
        this.writes = new WriteQueue(new PackCourier(), patienceNanos, electionNanos);
        this.reads = new ReadQueue(new QuestionCourier(), this::read, patienceNanos, electionNanos);
    }

    /// Tells which engine serves this replica, and what it asks about space; before anything else happens.
    void servedBy(RaftEngine raft, SpaceWatch spaceWatch) {
        engine = raft;
        space = spaceWatch;
    }

    @Override
    public CompletableFuture<Outcome> submit(Command command) {
        Failure refusal = refusal();
        return refusal != null ? CompletableFuture.completedFuture(refusal) : writes.submit(command);
    }

    @Override
    public CompletableFuture<Outcome> get(Read read) {
        return switch (read.consistency()) {
            case LOCAL -> CompletableFuture.completedFuture(read(read));
            case LINEARIZABLE -> reads.submit(read);
        };
    }

    @Override
    public Watch watch(Follow follow, Watch.Listener listener) {
        return store.watch(follow, listener);
    }

    @Override
    public long index() {
        return store.index();
    }

    @Override
    public void apply(Operation.Pack pack, long raftIndex) {
        List<Outcome> outcomes = store.apply(new Entry(pack.time(), pack.takeCommands()));
        if (pack.origin() == self) {
            writes.applied(pack.number(), outcomes);
        }
        reads.applied(raftIndex);
    }

    @Override
    public void groupChanged() {
        RaftStatus status = engine().status();
        if (status.leaderId() != leaderId) {
            leaderId = status.leaderId();
            leaderChanges.add(leaderId == 0 ? 0 : 1);
        }
        writes.leaderChanged();
        reads.applied(status.index());
        reads.leaderChanged();
    }

    @Override
    public SnapshotContent snapshot() {
        StoreImage image = store.image();
        return out -> StoreBytes.write(image, out);
    }

    /// The state as it will be at the next tick, asked for from any thread; completes on the engine's.
    CompletableFuture<SnapshotContent> askForState() {
        var state = new CompletableFuture<SnapshotContent>();
        askedForState.add(state);
        return state;
    }

    @Override
    public void restore(InputStream snapshot, long length) throws IOException {
        store.restore(StoreBytes.read(snapshot, length));
    }

    /// Takes in a frame that is not the engine's.
    ///
    /// @throws IllegalArgumentException when the frame makes no sense
    void receive(long from, byte kind, ByteBuffer frame) {
        long number = frame.getLong();
        switch (kind) {
            case FrameKind.PACK -> proposeFor(from, number, frame);
            case FrameKind.PACK_REFUSED -> refused(number);
            case FrameKind.READ_INDEX ->
                engine().readIndex(
                                index -> outbox.send(from, answer(FrameKind.READ_INDEX_IS, number, index)),
                                () -> outbox.send(from, answer(FrameKind.READ_INDEX_REFUSED, number, 0)));
            case FrameKind.READ_INDEX_IS -> reads.indexIs(number, frame.getLong());
            case FrameKind.READ_INDEX_REFUSED -> reads.refused(number);
            default -> throw new IllegalArgumentException("frame of unknown kind " + kind);
        }
    }

    /// Looks after what has waited long; to be called often.
    void tick() {
        for (var state = askedForState.poll(); state != null; state = askedForState.poll()) {
            state.complete(snapshot());
        }
        writes.tick();
        reads.tick();
    }

    /// How often another leader was seen.
    long leaderChanges() {
        return leaderChanges.sum();
    }

    /// How many writes asked for here are not applied yet.
    int pendingWrites() {
        return writes.pending();
    }

    /// How many writes asked for here got no outcome in time.
    long failedWrites() {
        return writes.failed();
    }

    /// How many linearizable reads asked for here got no answer in time.
    long failedReads() {
        return reads.failed();
    }

    /// Fails all who wait, and all who come.
    void close() {
        writes.close();
        reads.close();
        store.endWatches("the member stops");
    }

    private RaftEngine engine() {
        if (engine == null) {
            throw new IllegalStateException("no engine yet");
        }
        return engine;
    }

    private @Nullable Failure refusal() {
        return space == null ? null : space.refusal();
    }

    private void refused(long number) {
        Failure refusal = refusal();
        if (refusal != null) {
            writes.failed(number, refusal);
        } else {
            writes.refused(number);
        }
    }

    private Outcome read(Read read) {
        return store.get(read, clock.instant());
    }

    // What another member packed is decoded before it gets into the log: what only fails when it is applied would
    // stop every member.
    private void proposeFor(long from, long number, ByteBuffer packed) {
        byte[] bytes = new byte[packed.remaining()];
        packed.get(bytes);
        List<Command> commands = EntryCodec.decodePack(bytes);
        Operation.Pack pack = Operation.Pack.of(from, number, stamps.stamp(), commands, ByteBuffer.wrap(bytes));
        engine().propose(pack, () -> outbox.send(from, answer(FrameKind.PACK_REFUSED, number, 0)));
    }

    private static ByteBuffer answer(byte kind, long number, long index) {
        return Peers.newFrame(17).put(kind).putLong(number).putLong(index).flip();
    }

    private final class PackCourier implements WriteQueue.Courier {
        @Override
        public boolean hasLeader() {
            return engine().status().leaderId() != 0;
        }

        @Override
        public void send(WaitingPack waiting) {
            long number = waiting.number();
            RaftStatus status = engine().status();
            List<Command> commands = List.copyOf(waiting.commands());
            byte[] packed = EntryCodec.encodePack(commands);
            if (status.role() == Role.LEADER) {
                Operation.Pack pack =
                        Operation.Pack.of(self, number, stamps.stamp(), commands, ByteBuffer.wrap(packed));
                engine().propose(pack, () -> refused(number));
            } else {
                ByteBuffer frame = Peers.newFrame(9 + packed.length)
                        .put(FrameKind.PACK)
                        .putLong(number)
                        .put(packed)
                        .flip();
                if (!outbox.send(status.leaderId(), frame)) {
                    writes.refused(number);
                }
            }
        }
    }

    private final class QuestionCourier implements ReadQueue.Courier {
        @Override
        public boolean hasLeader() {
            return engine().status().leaderId() != 0;
        }

        @Override
        public void ask(long number) {
            RaftStatus status = engine().status();
            if (status.role() == Role.LEADER) {
                engine().readIndex(index -> reads.indexIs(number, index), () -> reads.refused(number));
            } else {
                ByteBuffer frame = Peers.newFrame(9)
                        .put(FrameKind.READ_INDEX)
                        .putLong(number)
                        .flip();
                if (!outbox.send(status.leaderId(), frame)) {
                    reads.refused(number);
                }
            }
        }
    }
}
