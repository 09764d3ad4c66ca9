package io.muster.keyspace.server.raft;

import static io.muster.keyspace.server.raft.BenchNode.MODELS;
import static io.muster.keyspace.server.raft.BenchNode.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.log.DataDir;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.log.LogRecord;
import io.muster.keyspace.server.log.Retention;
import io.muster.keyspace.server.log.SegmentSizes;
import io.muster.keyspace.server.log.SimulatedDisk;
import io.muster.keyspace.server.log.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A member votes, and then loses power, and by chance what it had not forced. If the vote were gone, it could give
/// another one in the same term, and the group could have two leaders.
class VoteOnDiskTest {
    private static final int TRIALS = 20;

    @TempDir
    private Path root;

    @Test
    void aVoteIsNotForgottenWhenThePowerFailsRightAfterIt() {
        for (int seed = 0; seed < TRIALS; seed++) {
            SimulatedDisk disk = new SimulatedDisk();
            withStorage(disk, storage -> {
                EngineStore store = store(storage);
                store.persistAndFlushTerm(MODELS.createRaftTermPersistentStateBuilder()
                        .setTerm(3)
                        .setVotedFor(SECOND)
                        .build());
                disk.losePower();
            });
            disk.crash(new Random(seed));
            String trial = "seed " + seed;
            withStorage(
                    disk,
                    storage -> assertEquals(
                            new LogRecord.Vote(3, 2), storage.recovered().vote(), trial));
        }
    }

    private void withStorage(SimulatedDisk disk, Consumer<Storage> use) {
        MemberInfo self = new MemberInfo(7, "m7", List.of(), List.of());
        try (DataDir dataDir = DataDir.open(root, null, new Identity(0xC1, 7, List.of(self)));
                Storage storage = Storage.open(dataDir, disk, new SegmentSizes(4096, 16384), Retention.DEFAULT)) {
            use.accept(storage);
        }
    }

    private static EngineStore store(Storage storage) {
        Consumer<Throwable> halt = fault -> {
            throw new AssertionError("halted", fault);
        };
        DiskWait wait = new DiskWait(new EngineClock(Duration.ofHours(1)), Duration.ofHours(1));
        try (SnapshotSaver saver = new SnapshotSaver(storage, halt)) {
            return new EngineStore(storage, saver, wait, halt, () -> 0);
        }
    }
}
