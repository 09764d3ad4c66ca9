package io.muster.keyspace.server.log;

import io.muster.keyspace.server.log.RecordCodec.Placed;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is found when a segment is read back.
///
/// @param records the sound records, in order
/// @param end where the next record belongs
/// @param torn whether something unfinished follows that must be cut off: the process or the machine went down before
///     it was forced, so nobody was told that it is kept
record SegmentScan(List<LogRecord> records, int end, boolean torn) {

    /// Reads a segment.
    ///
    /// @param last whether it is the newest one; only there can anything be unfinished
    /// @throws UnusableDataDir when something is damaged that had been forced, naming file and offset
    static SegmentScan read(Path file, ByteBuffer segment, boolean last) {
        List<LogRecord> records = new ArrayList<>();
        int position = 0;
        Placed placed = RecordCodec.read(segment, position);
        while (placed != null) {
            records.add(placed.record());
            position = placed.end();
            placed = RecordCodec.read(segment, position);
        }
        boolean clean = isZero(segment, position);
        if (!clean && (!last || forcedLater(segment, position))) {
            throw new UnusableDataDir("log file " + file + " is damaged at offset " + position
                    + ": the record there does not match its checksum, and it had been written in full;"
                    + " restore the file, or remove the data directory and let the member join anew");
        }
        return new SegmentScan(records, position, !clean);
    }

    // Records are written again only after the batch before them was forced: one that says its batch began behind
    // the bad place proves that the bad place had been good.
    private static boolean forcedLater(ByteBuffer segment, int bad) {
        for (int position = bad + 8; position + RecordCodec.HEADER <= segment.limit(); position += 8) {
            Placed placed = RecordCodec.read(segment, position);
            if (placed != null && placed.batchStart() > bad) {
                return true;
            }
        }
        return false;
    }

    private static boolean isZero(ByteBuffer segment, int from) {
        int position = from;
        for (; position + 8 <= segment.limit(); position += 8) {
            if (segment.getLong(position) != 0) {
                return false;
            }
        }
        for (; position < segment.limit(); position++) {
            if (segment.get(position) != 0) {
                return false;
            }
        }
        return true;
    }
}
