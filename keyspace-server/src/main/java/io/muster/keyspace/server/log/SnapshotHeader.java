package io.muster.keyspace.server.log;

import io.muster.keyspace.server.log.Snapshot.Damaged;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// The beginning of a snapshot's file, big-endian: magic, format, cluster id, index, term, members, length of the
/// payload, CRC32C of all that.
///
/// @param payloadLength bytes of state that follow
record SnapshotHeader(SnapshotMeta meta, int payloadLength) {
    static final int LARGEST = 1 << 16;

    private static final long MAGIC = 0x4d75_7374_6572_5321L; // "MusterS!"
    private static final int FORMAT = 1;
    private static final int SMALLEST = 72;

    /// How many bytes the header has.
    static int length(SnapshotMeta.Group group) {
        return 60 + 8 * (group.members().size() + group.voters().size());
    }

    ByteBuffer encode(long clusterId) {
        SnapshotMeta.Group group = meta.group();
        ByteBuffer header = ByteBuffer.allocate(length(group))
                .putLong(MAGIC)
                .putInt(FORMAT)
                .putLong(clusterId)
                .putLong(meta.index())
                .putLong(meta.term())
                .putLong(group.sinceIndex())
                .putInt(group.members().size())
                .putInt(group.voters().size());
        group.members().forEach(header::putLong);
        group.voters().forEach(header::putLong);
        header.putInt(payloadLength);
        return header.putInt(checksum(header.slice(0, header.position()))).flip();
    }

    /// Reads the header that some bytes begin with, and leaves their position behind it.
    ///
    /// @throws Damaged saying what is wrong with the file
    static SnapshotHeader decode(ByteBuffer bytes, long clusterId) throws Damaged {
        if (bytes.limit() < SMALLEST || bytes.getLong() != MAGIC) {
            throw new Damaged("is no snapshot");
        }
        if (bytes.getInt() != FORMAT) {
            throw new Damaged("has a format that this release does not read");
        }
        if (bytes.getLong() != clusterId) {
            throw new Damaged("belongs to another cluster");
        }
        long index = bytes.getLong();
        long term = bytes.getLong();
        long sinceIndex = bytes.getLong();
        int members = bytes.getInt();
        int voters = bytes.getInt();
        if (members < 0 || voters < 0 || (members + voters) * 8L + 8 > bytes.remaining()) {
            throw new Damaged("is damaged at offset " + bytes.position());
        }
        SnapshotMeta.Group group = new SnapshotMeta.Group(sinceIndex, ids(bytes, members), ids(bytes, voters));
        int payloadLength = bytes.getInt();
        int checked = bytes.position();
        if (bytes.getInt() != checksum(bytes.slice(0, checked))) {
            throw new Damaged("is damaged in its first " + checked + " bytes");
        }
        return new SnapshotHeader(new SnapshotMeta(index, term, group), payloadLength);
    }

    private static List<Long> ids(ByteBuffer from, int count) {
        List<Long> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(from.getLong());
        }
        return ids;
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
