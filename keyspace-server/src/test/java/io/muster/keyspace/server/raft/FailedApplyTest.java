package io.muster.keyspace.server.raft;

import static io.muster.keyspace.server.raft.BenchNode.MODELS;
import static io.muster.keyspace.server.raft.BenchNode.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.log.DataDir;
import io.muster.keyspace.server.log.FileDisk;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.log.Retention;
import io.muster.keyspace.server.log.SegmentSizes;
import io.muster.keyspace.server.log.Storage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The state machine throws at an entry that is agreed on.
class FailedApplyTest {
    private final IllegalStateException broken = new IllegalStateException("broken");

    @TempDir
    private Path root;

    /// Why nothing is thrown towards the engine. If this fails, the engine has learned it.
    @Test
    void theEngineAloneGoesOnAsIfItHadBeenApplied() {
        BenchNode bench = BenchNode.founded(new BenchNode.Forgetful() {
            @Override
            public Object runOperation(long index, Object operation) {
                throw broken;
            }
        });
        bench.receive(MODELS.createAppendEntriesRequestBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(1)
                .setLogEntries(List.of(BenchNode.entry(1, 1)))
                .setCommitIndex(1)
                .build());
        assertEquals(1, bench.node.state().lastApplied());
    }

    @Test
    void aMemberHalts() {
        List<Throwable> halts = new ArrayList<>();
        MemberInfo self = new MemberInfo(7, "m7", List.of(), List.of());
        DataDir dataDir = DataDir.open(root, null, new Identity(0xC1, 7, List.of(self)));
        try (Storage storage = Storage.open(dataDir, new FileDisk(), SegmentSizes.DEFAULT, Retention.DEFAULT);
                SnapshotSaver saver = new SnapshotSaver(storage, halts::add)) {
            EngineStateMachine machine = new EngineStateMachine(new BrokenReplica(broken), saver, halts::add, () -> {});
            Operation.Pack pack = Operation.Pack.of(7, 1, Instant.EPOCH, List.of(), ByteBuffer.allocate(1));
            assertThrows(IllegalStateException.class, () -> machine.runOperation(1, pack));
            assertEquals(List.of(broken), halts);
        }
    }
}
