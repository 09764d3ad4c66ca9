package io.muster.keyspace.server.raft;

import io.microraft.RaftConfig;
import java.time.Duration;
import java.util.Random;

/// What the engine is told of time and size.
///
/// @param heartbeat how often a leader shows that it lives
/// @param election how long a leader may be silent
/// @param snapshotEntries how many entries are applied between two snapshots
/// @param snapshotBytes how many bytes of entries are, at most; the log since the last snapshot is on the heap
public record EngineSettings(Duration heartbeat, Duration election, int snapshotEntries, long snapshotBytes) {
    private static final long SNAPSHOT_BYTES = 64 << 20;

    // A leader that has lost its followers takes this many entries before it steps down, at most.
    private static final int PENDING_ENTRIES = 4096;
    private static final int ENTRIES_A_REQUEST = 128;
    private static final int ELECTIONS_A_DISK_MAY_TAKE = 5;
    private static final int SECONDS_NEVER = 1_000_000_000;

    /// These, and a bound in bytes that suits every machine.
    public static EngineSettings of(Duration heartbeat, Duration election, int snapshotEntries) {
        return new EngineSettings(heartbeat, election, snapshotEntries, SNAPSHOT_BYTES);
    }

    /// How long a disk may keep its member from taking part before that is taken for dead.
    Duration diskWaitMax() {
        return election.multipliedBy(ELECTIONS_A_DISK_MAY_TAKE);
    }

    /// @param restoredEntries how many entries the log holds already: the engine's must have room for them
    RaftConfig config(EngineClock clock, int restoredEntries) {
        return RaftConfig.newBuilder()
                .setLeaderHeartbeatPeriodSecs(1)
                .setLeaderHeartbeatTimeoutSecs(clock.engineSeconds(election))
                .setLeaderElectionTimeoutMillis(clock.engineMillis(election) / 2)
                .setAppendEntriesRequestBatchSize(ENTRIES_A_REQUEST)
                .setCommitCountToTakeSnapshot(snapshotEntries)
                .setMaxPendingLogEntryCount(PENDING_ENTRIES + restoredEntries)
                // Members take snapshots at different indices, so parts of one cannot come from several of them.
                .setTransferSnapshotsFromFollowersEnabled(false)
                .setRaftNodeReportPublishPeriodSecs(SECONDS_NEVER)
                .build();
    }

    /// Chance as the engine needs it: it asks how much longer than the shortest an election shall be waited for, and
    /// for no more than 100 of its milliseconds, in which two candidates would often meet again.
    Random random(EngineClock clock) {
        int spread = Math.toIntExact(Math.max(1, clock.engineMillis(election) / 2));
        return new Random() {
            private static final long serialVersionUID = 1L;

            @Override
            public int nextInt(int bound) {
                return super.nextInt(spread);
            }
        };
    }
}
