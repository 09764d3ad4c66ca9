package io.muster.keyspace.server.log;

import io.muster.keyspace.MemberInfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that one member keeps on disk: its log, and the snapshots that stand for the log's beginning.
public final class Storage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final long SPARE_BYTES = 1 << 20;

    private final DataDir dataDir;
    private final WriteAheadLog log;
    private final Snapshots snapshots;
    private final Recovered recovered;
    private final Retention retention;
    private final FreeSpace freeSpace;

    private Storage(
            DataDir dataDir,
            Disk disk,
            Retention retention,
            WriteAheadLog log,
            Snapshots snapshots,
            Recovered recovered) {
        this.retention = retention;
        this.freeSpace = new FreeSpace(disk, List.of(dataDir.wal(), dataDir.snap()));
        this.dataDir = dataDir;
        this.log = log;
        this.snapshots = snapshots;
        this.recovered = recovered;
    }

    /// What was found when it was opened.
    ///
    /// @param vote the term the member had reached, and its vote in it
    /// @param snapshot where to start from; empty for from nothing
    /// @param entries those that follow the snapshot, without a gap
    /// @param committed up to where these are agreed on, as far as is known here
    public record Recovered(
            LogRecord.Vote vote, Optional<Snapshot> snapshot, List<LogRecord.Entry> entries, long committed) {}

    /// Reads what is there, and gets ready to go on from it.
    ///
    /// @throws UnusableDataDir when something is damaged or cannot be read, naming the file
    public static Storage open(DataDir dataDir, Disk disk, SegmentSizes sizes, Retention retention) {
        try {
            Snapshots snapshots = Snapshots.open(dataDir, disk);
            Optional<Snapshot> snapshot = snapshots.newest();
            long snapshotIndex = snapshot.map(found -> found.meta().index()).orElse(0L);
            LogReader.Contents contents = LogReader.read(dataDir, disk, snapshotIndex, snapshots.unneededThrough());
            WriteAheadLog log = new WriteAheadLog(dataDir, disk, sizes, contents);
            if (contents.lastIndex() < snapshotIndex) {
                // the process went down between saving a received snapshot and saying so in the log
                log.append(new LogRecord.Replaced(
                        snapshotIndex, snapshot.orElseThrow().meta().term()));
                log.flush();
            }
            LOG.info(
                    "log read dir={} term={} snapshotIndex={} entries={}",
                    dataDir.wal(),
                    contents.vote().term(),
                    snapshotIndex,
                    contents.entries().size());
            return new Storage(
                    dataDir,
                    disk,
                    retention,
                    log,
                    snapshots,
                    new Recovered(contents.vote(), snapshot, contents.entries(), contents.committed()));
        } catch (IOException e) {
            throw new UnusableDataDir("cannot read the log in " + dataDir.wal() + ": " + e.getMessage(), e);
        }
    }

    public Identity identity() {
        return dataDir.identity();
    }

    /// Keeps who the members are now; only the next start looks at it.
    public void remember(List<MemberInfo> members) {
        try {
            dataDir.remember(members);
        } catch (IOException e) {
            LOG.warn("cannot note down the members in the data directory: {}", e.getMessage());
        }
    }

    public Recovered recovered() {
        return recovered;
    }

    public WriteAheadLog log() {
        return log;
    }

    public Snapshots snapshots() {
        return snapshots;
    }

    /// Writes a snapshot and makes it durable, as [#save(SnapshotDraft)] does.
    ///
    /// @throws OutOfSpace when it does not fit; everything is as before then
    public Snapshot save(SnapshotMeta meta, SnapshotContent content) throws IOException {
        SnapshotDraft draft = begin(meta);
        try {
            content.writeTo(draft);
            return save(draft);
        } catch (OutOfSpace e) {
            draft.discard();
            throw e;
        }
    }

    /// Begins to write a snapshot; on no account may two threads write one of the same index.
    public SnapshotDraft begin(SnapshotMeta meta) throws IOException {
        return snapshots.begin(meta);
    }

    /// Makes a snapshot durable, then removes older snapshots and the segments that are needed no more.
    public Snapshot save(SnapshotDraft draft) throws IOException {
        Snapshot saved = snapshots.add(draft);
        prune(retention);
        return saved;
    }

    /// How much space there is on the disks.
    public FreeSpace freeSpace() {
        return freeSpace;
    }

    /// How many bytes should be free, so that neither the next segment nor the next snapshot fails.
    public long wantedBytes() {
        long snapshot = snapshots.newest().map(Snapshot::length).orElse(0);
        return log.nextSegmentBytes() + snapshot + SPARE_BYTES;
    }

    /// Removes all that is only kept because it was asked for. For a disk that is short of space.
    public void pruneToWhatIsNeeded() throws IOException {
        prune(retention.whenShort());
    }

    private void prune(Retention kept) throws IOException {
        snapshots.prune(kept);
        log.pruneThrough(snapshots.unneededThrough(), kept);
    }

    @Override
    public void close() {
        try {
            log.close();
        } catch (IOException e) {
            LOG.warn("cannot close the log in {}: {}", dataDir.wal(), e.getMessage());
        }
        dataDir.close();
    }
}
