package io.muster.keyspace.server.log;

import io.muster.keyspace.server.log.Disk.OpenFile;
import io.muster.keyspace.server.log.WriteAheadLog.ClosedSegment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the log back when a member starts: cuts a torn tail, refuses a damaged middle. Segments that are kept though
/// no recovery needs them are not read.
final class LogReader {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    private static final String SUFFIX = ".log";

    private final DataDir dataDir;
    private final Disk disk;
    private final List<LogRecord.Entry> entries = new ArrayList<>();
    private final List<ClosedSegment> closed = new ArrayList<>();
    private final long snapshotIndex;
    private final long unneededThrough;
    private LogRecord.Vote vote = new LogRecord.Vote(0, 0);
    private long committed;
    private long lastIndex;
    private long highestIndex;
    private boolean begun;

    private LogReader(DataDir dataDir, Disk disk, long snapshotIndex, long unneededThrough) {
        this.dataDir = dataDir;
        this.disk = disk;
        this.snapshotIndex = snapshotIndex;
        this.unneededThrough = unneededThrough;
    }

    /// What the log holds.
    ///
    /// @param entries those that follow the snapshot, without a gap
    /// @param committed up to where the entries are agreed on, as far as the log knows
    /// @param tail the segment to go on with; null when there is none
    record Contents(
            LogRecord.Vote vote,
            List<LogRecord.Entry> entries,
            long committed,
            long lastIndex,
            List<ClosedSegment> closed,
            @Nullable Tail tail,
            long nextSequence) {}

    /// The newest segment, open, and where its next record belongs.
    record Tail(OpenFile file, long sequence, int end) {}

    /// A segment that was read.
    private record Scanned(Path path, long sequence, OpenFile file, SegmentScan scan) {
        /// Up to which index all entries stand in segments before this one; beyond all when it does not tell.
        long endsBefore() {
            return scan.records().stream()
                    .filter(LogRecord.Entry.class::isInstance)
                    .mapToLong(record -> ((LogRecord.Entry) record).index() - 1)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        }
    }

    /// Reads what a recovery needs, from the newest segment back.
    ///
    /// @param snapshotIndex the entry that the snapshot to start from ends with; 0 when there is none
    /// @param unneededThrough no recovery needs this entry or one before it
    /// @throws UnusableDataDir when the log is damaged or does not reach from the snapshot to its end
    static Contents read(DataDir dataDir, Disk disk, long snapshotIndex, long unneededThrough) throws IOException {
        return new LogReader(dataDir, disk, snapshotIndex, unneededThrough).readSegments();
    }

    private Contents readSegments() throws IOException {
        Path directory = dataDir.wal();
        List<Path> paths = disk.list(directory).stream()
                .filter(name -> name.endsWith(SUFFIX))
                .map(directory::resolve)
                .toList();
        Deque<Scanned> read = new ArrayDeque<>();
        int left = paths.size();
        long newestSequence = left == 0 ? 0 : sequenceOf(paths.getLast());
        long nextSequence = newestSequence + 1;
        while (left > 0 && (read.isEmpty() || read.element().endsBefore() > unneededThrough)) {
            boolean newest = left == paths.size();
            left--;
            Path path = paths.get(left);
            checkIsNext(path, read.peek());
            OpenFile file = disk.open(path);
            SegmentScan scan = scan(path, file, newest);
            if (newest && scan.records().isEmpty()) {
                // made, but the process went down before anything in it was durable
                file.close();
                disk.delete(path);
                nextSequence--;
            } else {
                read.push(new Scanned(path, sequenceOf(path), file, scan));
            }
        }
        paths.subList(0, left).forEach(path -> closed.add(new ClosedSegment(path, unneededThrough)));
        Tail tail = null;
        for (Scanned segment : read) {
            replay(segment.path(), segment.scan(), segment.sequence());
            if (segment.sequence() == newestSequence) {
                tail = new Tail(
                        segment.file(), segment.sequence(), segment.scan().end());
            } else {
                segment.file().close();
                closed.add(new ClosedSegment(segment.path(), highestIndex));
            }
        }
        checkReaches(directory);
        return new Contents(vote, entries, committed, lastIndex, closed, tail, nextSequence);
    }

    private void checkIsNext(Path path, @Nullable Scanned newer) {
        if (newer != null && sequenceOf(path) != newer.sequence() - 1) {
            throw new UnusableDataDir(
                    "log file " + dataDir.wal().resolve(WriteAheadLog.segmentName(newer.sequence() - 1))
                            + " is missing between others; restore it, or remove the data directory and let the member"
                            + " join anew");
        }
    }

    private SegmentScan scan(Path path, OpenFile file, boolean last) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
        file.read(bytes, 0);
        SegmentScan scan = SegmentScan.read(path, bytes.flip(), last);
        if (scan.torn()) {
            LOG.warn("log file {} ends with an unfinished write; cut at offset {}", path, scan.end());
            file.clearFrom(scan.end());
            file.force();
        }
        return scan;
    }

    private void replay(Path path, SegmentScan scan, long sequence) {
        if (!(scan.records().getFirst() instanceof LogRecord.Head head)) {
            throw new UnusableDataDir("log file " + path + " does not begin as one; restore it");
        }
        checkHead(path, head, sequence);
        for (LogRecord record : scan.records()) {
            switch (record) {
                case LogRecord.Head _ -> {}
                case LogRecord.Vote newest -> vote = newest;
                case LogRecord.Entry entry -> append(path, entry);
                case LogRecord.Committed newest -> committed = newest.index();
                case LogRecord.Truncated truncated -> truncate(truncated.fromIndex());
                case LogRecord.Replaced replaced -> replace(path, replaced.index());
            }
        }
    }

    private void checkHead(Path path, LogRecord.Head head, long sequence) {
        if (head.format() != RecordCodec.FORMAT) {
            throw new UnusableDataDir("log file " + path + " has format " + head.format()
                    + "; this release reads format " + RecordCodec.FORMAT);
        }
        Identity identity = dataDir.identity();
        if (head.clusterId() != identity.clusterId() || head.memberId() != identity.memberId()) {
            throw new UnusableDataDir("log file " + path + " belongs to member " + Long.toHexString(head.memberId())
                    + " of cluster " + Long.toHexString(head.clusterId()) + ", the data directory to member "
                    + Long.toHexString(identity.memberId()) + " of cluster "
                    + Long.toHexString(identity.clusterId()) + "; give each member its own --wal-dir");
        }
        if (head.sequence() != sequence) {
            throw new UnusableDataDir(
                    "log file " + path + " was renamed: it is number " + Long.toHexString(head.sequence()));
        }
    }

    private void append(Path path, LogRecord.Entry entry) {
        if (begun && entry.index() != lastIndex + 1) {
            throw new UnusableDataDir("log file " + path + " holds entry " + entry.index() + " right after entry "
                    + lastIndex + "; restore the log, or remove the data directory and let the member join anew");
        }
        begun = true;
        lastIndex = entry.index();
        highestIndex = Math.max(highestIndex, lastIndex);
        if (entry.index() > snapshotIndex) {
            entries.add(entry);
        }
    }

    private void truncate(long fromIndex) {
        lastIndex = fromIndex - 1;
        while (!entries.isEmpty() && entries.getLast().index() >= fromIndex) {
            entries.removeLast();
        }
    }

    private void replace(Path path, long index) {
        if (index > snapshotIndex) {
            throw new UnusableDataDir("log file " + path + " goes on from a snapshot at entry " + index
                    + " that is missing or damaged in " + dataDir.snap()
                    + "; restore it, or remove the data directory and let the member join anew");
        }
        begun = true;
        lastIndex = Math.max(lastIndex, index);
        highestIndex = Math.max(highestIndex, lastIndex);
    }

    private void checkReaches(Path directory) {
        if (!entries.isEmpty() && entries.getFirst().index() != snapshotIndex + 1) {
            throw new UnusableDataDir("the log in " + directory + " begins with entry "
                    + entries.getFirst().index() + ", but the newest sound snapshot ends with entry " + snapshotIndex
                    + "; restore what is missing, or remove the data directory and let the member join anew");
        }
    }

    private static long sequenceOf(Path path) {
        String name = path.getFileName().toString();
        try {
            return Long.parseUnsignedLong(name.substring(0, name.length() - SUFFIX.length()), 16);
        } catch (NumberFormatException e) {
            throw new UnusableDataDir("log directory holds " + path + ", which is no log file; move it away", e);
        }
    }
}
