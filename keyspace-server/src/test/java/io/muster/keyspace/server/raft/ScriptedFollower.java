package io.muster.keyspace.server.raft;

import io.microraft.model.message.RaftMessage;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.log.DataDir;
import io.muster.keyspace.server.log.FileDisk;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.log.Retention;
import io.muster.keyspace.server.log.SegmentSizes;
import io.muster.keyspace.server.log.Storage;
import io.muster.keyspace.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The engine and its keyspace, whole, as member 1 of three; the test is the other two. Heartbeats are an hour
/// apart: it does nothing but what follows from what it is told.
final class ScriptedFollower implements AutoCloseable {
    private static final Duration HEARTBEAT = Duration.ofHours(1);
    private static final Duration ELECTION = Duration.ofHours(10);

    private final Storage storage;
    private final ReplicatedKeyspace keyspace;
    private final MicroRaftEngine engine;
    private final List<String> halts = new CopyOnWriteArrayList<>();
    private final Semaphore asked = new Semaphore(0);
    private final long neededIndex;

    private ScriptedFollower(Storage storage, long neededIndex) {
        this.storage = storage;
        this.neededIndex = neededIndex;
        Outbox outbox = new Leader();
        keyspace = new ReplicatedKeyspace(
                1, new Store(1000), InstantSource.system(), outbox, ELECTION.toNanos(), ELECTION.toNanos());
        engine = new MicroRaftEngine(
                EngineSettings.of(HEARTBEAT, ELECTION, 10_000),
                storage,
                outbox,
                new AppendMeter(System::nanoTime),
                keyspace,
                halts::add);
        SpaceWatch space = new SpaceWatch(1, storage, 0, engine::memberIds, outbox, () -> {});
        keyspace.servedBy(engine, space);
        engine.start().join();
    }

    /// Founds one there.
    ///
    /// @param neededIndex what its reads are told to wait for
    static ScriptedFollower start(Path root, long neededIndex) {
        List<MemberInfo> founders = Stream.of(1L, 2L, 3L)
                .map(id -> new MemberInfo(id, "m" + id, List.of(), List.of()))
                .toList();
        DataDir dataDir = DataDir.open(root, null, new Identity(0xC1, 1, founders));
        return new ScriptedFollower(
                Storage.open(dataDir, new FileDisk(), SegmentSizes.DEFAULT, Retention.DEFAULT), neededIndex);
    }

    Keyspace keyspace() {
        return keyspace;
    }

    /// What it halted with.
    List<String> halts() {
        return halts;
    }

    /// Sends it a message, in the name of whom the message says.
    void receive(RaftMessage message) throws IOException {
        ByteBuffer frame = MessageWriter.encode(message);
        if (frame == null) {
            throw new IllegalArgumentException("the message carries a part that has no bytes");
        }
        engine.receive(Endpoint.idOf(message.getSender()), frame.position(5));
    }

    /// Waits until it has asked which index its reads need, and so knows.
    void awaitQuestion() throws InterruptedException {
        if (!asked.tryAcquire(10, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not ask");
        }
    }

    @Override
    public void close() {
        engine.close();
        keyspace.close();
        storage.close();
    }

    /// Tells each time at once that reads need that index, and takes no interest in what else is sent.
    private final class Leader implements Outbox {
        @Override
        public boolean send(long to, ByteBuffer frame) {
            ByteBuffer content = frame.duplicate().position(4);
            if (content.get() == FrameKind.READ_INDEX) {
                ByteBuffer answer = ByteBuffer.allocate(16)
                        .putLong(content.getLong())
                        .putLong(neededIndex)
                        .flip();
                keyspace.receive(to, FrameKind.READ_INDEX_IS, answer);
                asked.release();
            }
            return true;
        }

        @Override
        public boolean isConnected(long to) {
            return true;
        }
    }
}
