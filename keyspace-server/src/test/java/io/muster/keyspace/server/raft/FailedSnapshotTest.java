package io.muster.keyspace.server.raft;

import static io.muster.keyspace.server.raft.BenchNode.MODELS;
import static io.muster.keyspace.server.raft.BenchNode.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.microraft.model.log.LogEntry;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.log.DataDir;
import io.muster.keyspace.server.log.FileDisk;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.log.Retention;
import io.muster.keyspace.server.log.SegmentSizes;
import io.muster.keyspace.server.log.SnapshotMeta;
import io.muster.keyspace.server.log.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The state machine throws when a snapshot of it is taken.
class FailedSnapshotTest {
    private static final int SNAPSHOT_ENTRIES = 10;

    private final IllegalStateException broken = new IllegalStateException("broken");
    private final List<Throwable> halts = new ArrayList<>();

    @TempDir
    private Path root;

    /// Why nothing is thrown towards the engine. If this fails, the engine has learned it.
    @Test
    void theEngineAloneGoesOnAgreeingButAppliesNothingMore() {
        BenchNode bench = BenchNode.founded(
                new BenchNode.Forgetful() {
                    @Override
                    public void takeSnapshot(long index, Consumer<Object> parts) {
                        throw broken;
                    }
                },
                SNAPSHOT_ENTRIES);
        append(bench, 1, SNAPSHOT_ENTRIES);
        append(bench, SNAPSHOT_ENTRIES + 1, SNAPSHOT_ENTRIES + 5);
        assertEquals(SNAPSHOT_ENTRIES + 5, bench.node.state().commitIndex());
        assertEquals(SNAPSHOT_ENTRIES, bench.node.state().lastApplied());
    }

    @Test
    void aMemberHaltsWhenItsStateCannotBeTaken() {
        try (Storage storage = storage();
                SnapshotSaver saver = new SnapshotSaver(storage, halts::add)) {
            EngineStateMachine machine = new EngineStateMachine(new BrokenReplica(broken), saver, halts::add, () -> {});
            assertThrows(IllegalStateException.class, () -> machine.takeSnapshot(1, _ -> {}));
            assertEquals(List.of(broken), halts);
        }
    }

    @Test
    void aMemberHaltsWhenItsStateCannotBeWritten() throws Exception {
        CompletableFuture<Throwable> halted = new CompletableFuture<>();
        try (Storage storage = storage();
                SnapshotSaver saver = new SnapshotSaver(storage, halted::complete)) {
            SnapshotMeta meta = new SnapshotMeta(1, 1, new SnapshotMeta.Group(0, List.of(7L), List.of(7L)));
            saver.save(meta, SnapshotSource.of(_ -> {
                throw broken;
            }));
            assertSame(broken, halted.get(10, TimeUnit.SECONDS));
        }
    }

    private Storage storage() {
        MemberInfo self = new MemberInfo(7, "m7", List.of(), List.of());
        DataDir dataDir = DataDir.open(root, null, new Identity(0xC1, 7, List.of(self)));
        return Storage.open(dataDir, new FileDisk(), SegmentSizes.DEFAULT, Retention.DEFAULT);
    }

    private static void append(BenchNode bench, long first, long last) {
        List<LogEntry> entries = LongStream.rangeClosed(first, last)
                .mapToObj(index -> BenchNode.entry(index, 1))
                .toList();
        bench.receive(MODELS.createAppendEntriesRequestBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(1)
                .setPreviousLogIndex(first - 1)
                .setPreviousLogTerm(first == 1 ? 0 : 1)
                .setLogEntries(entries)
                .setCommitIndex(last)
                .build());
    }
}
