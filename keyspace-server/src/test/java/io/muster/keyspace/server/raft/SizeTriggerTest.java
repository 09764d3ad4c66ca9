package io.muster.keyspace.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.microraft.impl.log.RaftLog;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotEntry;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Snapshots are taken every 100 entries, and ten of those before are kept.
class SizeTriggerTest {
    /// Why they keep their distance. If this fails, the engine has learned it.
    @Test
    void theEngineAloneTakesEntriesForThereThatAreNot() {
        List<LogEntry> entries = LongStream.rangeClosed(51, 60)
                .mapToObj(index -> BenchNode.entry(index, 1))
                .toList();
        RaftLog log = RaftLog.restore(200, snapshot(50), entries);
        log.setSnapshot(snapshot(52), 52 - 10);
        assertTrue(log.containsLogEntry(45));
        assertThrows(NullPointerException.class, () -> log.getLogEntry(45));
    }

    @Test
    void oneKeepsItsDistanceFromTheOneBefore() {
        assertFalse(SizeTrigger.mayTakeAt(152, 150, 100));
        assertFalse(SizeTrigger.mayTakeAt(159, 150, 100));
        assertTrue(SizeTrigger.mayTakeAt(160, 150, 100));
    }

    @Test
    void oneKeepsItsDistanceFromTheNextThatIsDue() {
        assertTrue(SizeTrigger.mayTakeAt(189, 100, 100));
        assertFalse(SizeTrigger.mayTakeAt(190, 100, 100));
        assertFalse(SizeTrigger.mayTakeAt(199, 100, 100));
    }

    @Test
    void theDistanceIsTheEngines() {
        assertEquals(10, RaftLog.getMaxLogEntryCountToKeepAfterSnapshot(100));
    }

    private static SnapshotEntry snapshot(long index) {
        RaftGroupMembersView members = BenchNode.MODELS
                .createRaftGroupMembersViewBuilder()
                .setLogIndex(0)
                .setMembers(List.of(BenchNode.SELF))
                .setVotingMembers(List.of(BenchNode.SELF))
                .build();
        return BenchNode.MODELS
                .createSnapshotEntryBuilder()
                .setIndex(index)
                .setTerm(1)
                .setSnapshotChunks(List.of())
                .setGroupMembersView(members)
                .build();
    }
}
