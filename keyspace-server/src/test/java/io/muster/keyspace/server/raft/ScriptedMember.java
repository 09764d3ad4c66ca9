package io.muster.keyspace.server.raft;

import io.microraft.model.message.RaftMessage;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.log.DataDir;
import io.muster.keyspace.server.log.Disk;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The engine and its keyspace, whole, as member 1 of three; the test is the other two. Unless the test wants other
/// times, heartbeats are an hour apart: it does nothing but what follows from what it is told.
final class ScriptedMember implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofHours(10);
    private static final EngineSettings QUIET = quiet(10_000);

    private final Path snapshots;
    private final Storage storage;
    private final ReplicatedKeyspace keyspace;
    private final MicroRaftEngine engine;
    private final List<String> halts = new CopyOnWriteArrayList<>();
    private final Semaphore asked = new Semaphore(0);
    private final BlockingQueue<RaftMessage> sent = new LinkedBlockingQueue<>();
    private final long neededIndex;

    private ScriptedMember(Path root, Disk disk, EngineSettings settings, long neededIndex) {
        List<MemberInfo> founders = Stream.of(1L, 2L, 3L)
                .map(id -> new MemberInfo(id, "m" + id, List.of(), List.of()))
                .toList();
        DataDir dataDir = DataDir.open(root, null, new Identity(0xC1, 1, founders));
        this.snapshots = root.resolve("snap");
        this.storage = Storage.open(dataDir, disk, SegmentSizes.DEFAULT, new Retention(0, 0));
        this.neededIndex = neededIndex;
        Outbox outbox = new Others();
        keyspace = new ReplicatedKeyspace(
                1, new Store(1000), InstantSource.system(), outbox, PATIENCE.toNanos(), PATIENCE.toNanos());
        engine =
                new MicroRaftEngine(settings, storage, outbox, new AppendMeter(System::nanoTime), keyspace, halts::add);
        SpaceWatch space = new SpaceWatch(1, storage, 0, () -> engine.group().members(), outbox, () -> {});
        keyspace.servedBy(engine, space);
        engine.start().join();
    }

    /// Founds one there, or restarts the one that is there.
    ///
    /// @param neededIndex what its reads are told to wait for
    static ScriptedMember start(Path root, long neededIndex) {
        return new ScriptedMember(root, new FileDisk(), QUIET, neededIndex);
    }

    /// The same, with times and sizes of the test's. All its snapshots are kept.
    static ScriptedMember start(Path root, EngineSettings settings) {
        return start(root, settings, new FileDisk());
    }

    /// The same, on a disk of the test's.
    static ScriptedMember start(Path root, EngineSettings settings, Disk disk) {
        return new ScriptedMember(root, disk, settings, 0);
    }

    /// Settings with which nothing happens by itself, but snapshots.
    static EngineSettings quiet(int snapshotEntries) {
        return EngineSettings.of(Duration.ofHours(1), Duration.ofHours(10), snapshotEntries);
    }

    Keyspace keyspace() {
        return keyspace;
    }

    MicroRaftEngine engine() {
        return engine;
    }

    /// The Raft indices that its snapshots on disk stand for, oldest first.
    List<Long> snapshots() throws IOException {
        return new FileDisk()
                .list(snapshots).stream()
                        .filter(name -> name.endsWith(".snap"))
                        .map(name -> Long.parseLong(name.substring(0, 16), 16))
                        .sorted()
                        .toList();
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

    /// Waits for the next message of that kind that it sends and the test wants; what was sent before is forgotten.
    <T extends RaftMessage> T awaitSent(Class<T> kind, Predicate<T> wanted) throws InterruptedException {
        while (true) {
            RaftMessage next = sent.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("it sent no such " + kind.getSimpleName() + "; it halted with " + halts);
            }
            if (kind.isInstance(next) && wanted.test(kind.cast(next))) {
                return kind.cast(next);
            }
        }
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

    /// Tells each time at once that reads need that index, and notes what the engine sends.
    private final class Others implements Outbox {
        @Override
        public boolean send(long to, ByteBuffer frame) {
            ByteBuffer content = frame.duplicate().position(4);
            byte kind = content.get();
            if (kind == FrameKind.MESSAGE) {
                sent.add(MessageReader.decode(1, content));
            } else if (kind == FrameKind.READ_INDEX) {
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
