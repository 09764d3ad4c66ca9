package io.muster.keyspace.server.raft;

import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.log.RaftLog;

/// Has a snapshot taken when the log has become large; the engine counts entries only.
///
/// A large state makes for fewer snapshots: saving them never costs more than writing the log did. The engine also
/// keeps a tenth of the entries that it counts from before a snapshot, and its log comes apart when two snapshots are
/// closer than that: the one taken early must keep its distance both from the one before and from the next that is
/// due.
final class SizeTrigger {
    private final RaftNodeImpl node;
    private final EngineSettings settings;
    private final EngineStateMachine machine;
    private final SnapshotSaver saver;

    SizeTrigger(RaftNodeImpl node, EngineSettings settings, EngineStateMachine machine, SnapshotSaver saver) {
        this.node = node;
        this.settings = settings;
        this.machine = machine;
        this.saver = saver;
    }

    /// To be called often, on the engine's thread.
    void tick() {
        if (machine.bytesSinceSnapshot() < Math.max(settings.snapshotBytes(), saver.lastBytes())) {
            return;
        }
        RaftLog log = node.state().log();
        if (mayTakeAt(node.state().lastApplied(), log.snapshotIndex(), settings.snapshotEntries())) {
            var _ = node.takeSnapshot();
        }
    }

    /// Whether a snapshot at that index keeps its distance.
    ///
    /// @param last the index of the snapshot before
    /// @param entries how many entries apart the engine takes them
    static boolean mayTakeAt(long index, long last, int entries) {
        int kept = RaftLog.getMaxLogEntryCountToKeepAfterSnapshot(entries);
        long nextDue = (index / entries + 1) * entries;
        return index - kept >= last && nextDue - index > kept;
    }
}
