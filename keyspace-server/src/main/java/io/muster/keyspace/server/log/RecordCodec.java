package io.muster.keyspace.server.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The bytes of a record within a segment, big-endian, padded with zeros to a multiple of eight:
///
/// | bytes | |
/// |---|---|
/// | 4 | length of the payload |
/// | 4 | CRC32C of all the rest, the length included |
/// | 1 + 3 | type, and zeros |
/// | 4 | where in the segment the batch begins that the record was forced with |
/// | … | payload |
///
/// The last field tells damage from a crash: whatever lies before a batch that was begun had been forced already.
final class RecordCodec {
    static final int HEADER = 16;
    static final int FORMAT = 1;

    private static final byte HEAD = 1;
    private static final byte ENTRY = 2;
    private static final byte VOTE = 3;
    private static final byte TRUNCATED = 4;
    private static final byte REPLACED = 5;
    private static final byte COMMITTED = 6;

    private RecordCodec() {}

    /// How many bytes the record takes, padding included.
    static int size(LogRecord record) {
        return padded(HEADER + payloadSize(record));
    }

    static void write(ByteBuffer to, LogRecord record, int batchStart) {
        int start = to.position();
        int length = payloadSize(record);
        to.putInt(length).putInt(0);
        switch (record) {
            case LogRecord.Head head ->
                to.putInt(HEAD << 24)
                        .putInt(batchStart)
                        .putInt(head.format())
                        .putInt(0)
                        .putLong(head.clusterId())
                        .putLong(head.memberId())
                        .putLong(head.sequence());
            case LogRecord.Entry entry ->
                to.putInt(ENTRY << 24)
                        .putInt(batchStart)
                        .putLong(entry.index())
                        .putLong(entry.term())
                        .put(entry.payload());
            case LogRecord.Vote vote ->
                to.putInt(VOTE << 24).putInt(batchStart).putLong(vote.term()).putLong(vote.votedFor());
            case LogRecord.Truncated truncated ->
                to.putInt(TRUNCATED << 24).putInt(batchStart).putLong(truncated.fromIndex());
            case LogRecord.Committed committed ->
                to.putInt(COMMITTED << 24).putInt(batchStart).putLong(committed.index());
            case LogRecord.Replaced replaced ->
                to.putInt(REPLACED << 24)
                        .putInt(batchStart)
                        .putLong(replaced.index())
                        .putLong(replaced.term());
        }
        to.putInt(start + 4, checksum(to, start, length));
        while ((to.position() - start) % 8 != 0) {
            to.put((byte) 0);
        }
    }

    /// The record at `position` of a segment; null when there is no sound one.
    static @Nullable Placed read(ByteBuffer segment, int position) {
        int room = segment.limit() - position - HEADER;
        if (room < 0) {
            return null;
        }
        int length = segment.getInt(position);
        int type = segment.getInt(position + 8);
        if (length < 0 || length > room || type == 0 || (type & 0xFFFFFF) != 0) {
            return null;
        }
        if (segment.getInt(position + 4) != checksum(segment, position, length)) {
            return null;
        }
        LogRecord record = parse((byte) (type >>> 24), segment.slice(position + HEADER, length));
        return record == null
                ? null
                : new Placed(record, segment.getInt(position + 12), position + padded(HEADER + length));
    }

    /// A record with its place.
    ///
    /// @param batchStart where the batch begins that it was forced with
    /// @param end where the next record begins
    record Placed(LogRecord record, int batchStart, int end) {}

    private static @Nullable LogRecord parse(byte type, ByteBuffer payload) {
        try {
            return parsed(type, payload);
        } catch (BufferUnderflowException e) {
            return null;
        }
    }

    private static @Nullable LogRecord parsed(byte type, ByteBuffer payload) {
        return switch (type) {
            case HEAD -> {
                int format = payload.getInt();
                payload.getInt();
                yield new LogRecord.Head(format, payload.getLong(), payload.getLong(), payload.getLong());
            }
            case ENTRY -> {
                long index = payload.getLong();
                long term = payload.getLong();
                byte[] bytes = new byte[payload.remaining()];
                payload.get(bytes);
                yield new LogRecord.Entry(index, term, bytes);
            }
            case VOTE -> new LogRecord.Vote(payload.getLong(), payload.getLong());
            case TRUNCATED -> new LogRecord.Truncated(payload.getLong());
            case COMMITTED -> new LogRecord.Committed(payload.getLong());
            case REPLACED -> new LogRecord.Replaced(payload.getLong(), payload.getLong());
            default -> null;
        };
    }

    private static int payloadSize(LogRecord record) {
        return switch (record) {
            case LogRecord.Head _ -> 32;
            case LogRecord.Entry entry -> 16 + entry.payload().length;
            case LogRecord.Vote _, LogRecord.Replaced _ -> 16;
            case LogRecord.Truncated _, LogRecord.Committed _ -> 8;
        };
    }

    private static int padded(int size) {
        return (size + 7) & ~7;
    }

    private static int checksum(ByteBuffer buffer, int start, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(start, 4));
        crc.update(buffer.slice(start + 8, HEADER - 8 + length));
        return (int) crc.getValue();
    }
}
