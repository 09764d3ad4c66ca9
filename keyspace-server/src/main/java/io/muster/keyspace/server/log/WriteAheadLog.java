package io.muster.keyspace.server.log;

import io.muster.keyspace.server.log.Disk.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The write-ahead log of one member: a sequence of records in segment files of allocated blocks.
///
/// Records are gathered by [#append] and reach the disk together, with one fsync, in [#flush]. Both belong to one
/// thread; [#pruneThrough] may be called from another. Every `IOException` means that the log's state is unknown: the
/// caller must not touch it again, and must not acknowledge anything.
public final class WriteAheadLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);
    private static final int USUAL_BATCH = 1 << 18;

    // What a record takes beside an entry's payload, padding included.
    private static final int ENTRY_OVERHEAD = 48;

    // This part of a segment is not for entries: a member that has no space for the next one still has to vote.
    private static final int SMALL_RECORDS_PART = 16;

    private final Path directory;
    private final Disk disk;
    private final Identity identity;
    private final SegmentSizes sizes;
    private final NextSegment next;

    // Closed segments, oldest first, for pruning; guarded by itself.
    private final List<ClosedSegment> closed;

    private OpenFile file;
    private Path path;
    private long sequence;
    private volatile int capacity;
    private int position;
    private long lastIndex;
    private long highestIndex;
    private LogRecord.Vote vote;
    private volatile boolean full;
    private ByteBuffer batch = ByteBuffer.allocateDirect(USUAL_BATCH);

    /// A segment that is full.
    ///
    /// @param highestIndex of the entries in it and before it
    record ClosedSegment(Path path, long highestIndex) {}

    WriteAheadLog(DataDir dataDir, Disk disk, SegmentSizes sizes, LogReader.Contents contents) throws IOException {
        this.directory = dataDir.wal();
        this.disk = disk;
        this.identity = dataDir.identity();
        this.sizes = sizes;
        this.next = new NextSegment(directory, disk);
        this.closed = new ArrayList<>(contents.closed());
        this.vote = contents.vote();
        this.lastIndex = contents.lastIndex();
        this.highestIndex = lastIndex;
        next.removeLeftOver();
        LogReader.Tail tail = contents.tail();
        if (tail != null) {
            this.sequence = tail.sequence();
            this.path = segmentPath(sequence);
            this.file = tail.file();
            this.capacity = (int) file.size();
            this.position = tail.end();
        } else {
            this.sequence = contents.nextSequence();
            this.path = segmentPath(sequence);
            this.capacity = sizes.first();
            this.file = next.take(path, capacity);
            beginSegment();
            flush();
        }
    }

    /// Where its segments are.
    public Path directory() {
        return directory;
    }

    /// The term the member has reached, and its vote in it.
    public LogRecord.Vote vote() {
        return vote;
    }

    /// Makes sure that entries can be appended without the disk running out of space.
    ///
    /// @param bytes how large their payloads are together
    /// @return false when there is no space for them
    public boolean hasRoomFor(long bytes, int entries) throws IOException {
        long size = bytes + (long) entries * ENTRY_OVERHEAD;
        long left = (long) capacity - capacity / SMALL_RECORDS_PART - position - batch.position();
        if (size <= left) {
            return true;
        }
        boolean fits = next.ensure(nextSize(Math.toIntExact(size)));
        full = !fits && !next.ensure(sizes.after(capacity));
        return fits;
    }

    /// Looks whether there is space again after there was none; to be called often, by the thread that appends.
    public void lookForRoom() throws IOException {
        if (full) {
            full = !next.ensure(sizes.after(capacity));
        }
    }

    /// Whether there was no space for the next segment when it was needed. May be asked from any thread.
    public boolean isFull() {
        return full;
    }

    /// How large the next segment will be. May be asked from any thread.
    public long nextSegmentBytes() {
        return sizes.after(capacity);
    }

    /// Adds a record to the batch that the next [#flush] makes durable.
    public void append(LogRecord record) throws IOException {
        int size = RecordCodec.size(record);
        if (position + batch.position() + size > capacity) {
            flush();
            roll(size);
        }
        if (batch.remaining() < size) {
            grow(size);
        }
        RecordCodec.write(batch, record, position);
        switch (record) {
            case LogRecord.Entry entry -> lastIndex = entry.index();
            case LogRecord.Vote newest -> vote = newest;
            case LogRecord.Truncated truncated -> lastIndex = truncated.fromIndex() - 1;
            case LogRecord.Replaced replaced -> lastIndex = Math.max(lastIndex, replaced.index());
            case LogRecord.Head _, LogRecord.Committed _ -> {}
        }
        highestIndex = Math.max(highestIndex, lastIndex);
    }

    /// Returns once every record appended so far is durable.
    public void flush() throws IOException {
        int size = batch.position();
        if (size == 0) {
            return;
        }
        file.write(batch.flip(), position);
        file.force();
        position += size;
        if (batch.capacity() > 4 * USUAL_BATCH) {
            batch = ByteBuffer.allocateDirect(USUAL_BATCH);
        }
        batch.clear();
        if (position > capacity / 2) {
            next.prepare(sizes.after(capacity));
        }
    }

    /// Removes segments that hold no entry above `index`, as far as there are more than shall be kept.
    public void pruneThrough(long index, Retention retention) throws IOException {
        List<ClosedSegment> unneeded = new ArrayList<>();
        synchronized (closed) {
            while (!closed.isEmpty()
                    && closed.getFirst().highestIndex() <= index
                    && retention.isTooManySegments(closed.size() + 1)) {
                unneeded.add(closed.removeFirst());
            }
        }
        for (ClosedSegment segment : unneeded) {
            disk.delete(segment.path());
        }
        if (!unneeded.isEmpty()) {
            disk.forceDirectory(directory);
            LOG.info("log segments removed count={} throughIndex={}", unneeded.size(), index);
        }
    }

    /// Closes the files. What was appended since the last flush is lost, as in a crash.
    @Override
    public void close() throws IOException {
        next.close();
        file.close();
    }

    private void roll(int atLeast) throws IOException {
        file.close();
        synchronized (closed) {
            closed.add(new ClosedSegment(path, highestIndex));
        }
        sequence++;
        path = segmentPath(sequence);
        file = next.take(path, nextSize(atLeast));
        capacity = (int) file.size();
        position = 0;
        beginSegment();
    }

    private int nextSize(int atLeast) {
        return Math.max(sizes.after(capacity), atLeast + 4096);
    }

    // A segment can be read without those before it, which pruning may have removed.
    private void beginSegment() {
        LogRecord head = new LogRecord.Head(RecordCodec.FORMAT, identity.clusterId(), identity.memberId(), sequence);
        RecordCodec.write(batch, head, position);
        RecordCodec.write(batch, vote, position);
    }

    private void grow(int size) {
        long wanted = Math.max(2L * batch.capacity(), (long) batch.position() + size);
        batch = ByteBuffer.allocateDirect(Math.toIntExact(wanted)).put(batch.flip());
    }

    private Path segmentPath(long number) {
        return directory.resolve(segmentName(number));
    }

    static String segmentName(long number) {
        return "%016x.log".formatted(number);
    }
}
