package io.muster.keyspace.server.log;

import io.muster.keyspace.server.log.Disk.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// A durable snapshot of the state that the entries up to its index led to.
///
/// File layout, big-endian: magic, format, cluster id, index, term, members, length of the payload, CRC32C of all that;
/// payload; CRC32C of the payload.
public final class Snapshot {
    private static final long MAGIC = 0x4d75_7374_6572_5321L; // "MusterS!"
    private static final int FORMAT = 1;
    private static final int SMALLEST = 72;
    private static final int LARGEST_HEADER = 1 << 16;

    // The JDK copies what it reads and writes through a buffer as large as the piece.
    private static final int PIECE = 1 << 20;

    private final SnapshotMeta meta;
    private final Disk disk;
    private final Path path;
    private final int payloadStart;
    private final int payloadLength;

    private Snapshot(SnapshotMeta meta, Disk disk, Path path, int payloadStart, int payloadLength) {
        this.meta = meta;
        this.disk = disk;
        this.path = path;
        this.payloadStart = payloadStart;
        this.payloadLength = payloadLength;
    }

    /// What it stands for.
    public SnapshotMeta meta() {
        return meta;
    }

    Path path() {
        return path;
    }

    /// Bytes of state in it.
    public int length() {
        return payloadLength;
    }

    /// Reads part of the state back.
    public byte[] read(int offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        try (OpenFile file = disk.open(path)) {
            file.read(ByteBuffer.wrap(bytes), (long) payloadStart + offset);
        }
        return bytes;
    }

    /// Writes a snapshot that is durable, though not under its name, when this returns.
    ///
    /// @param named where it will be found once it has its name
    static Snapshot write(Disk disk, Path path, Path named, long clusterId, SnapshotMeta meta, byte[] payload)
            throws IOException {
        ByteBuffer header = header(clusterId, meta, payload.length);
        ByteBuffer trailer = ByteBuffer.allocate(4).putInt(checksum(ByteBuffer.wrap(payload)));
        int start = header.remaining();
        try (OpenFile file = disk.create(path, 0)) {
            file.write(header, 0);
            for (int at = 0; at < payload.length; at += PIECE) {
                file.write(ByteBuffer.wrap(payload, at, Math.min(PIECE, payload.length - at)), (long) start + at);
            }
            file.write(trailer.flip(), (long) start + payload.length);
            file.force();
        }
        return new Snapshot(meta, disk, named, start, payload.length);
    }

    /// Opens a snapshot and checks every byte of it.
    ///
    /// @throws Damaged saying what is wrong with the file
    static Snapshot open(Disk disk, Path path, long clusterId) throws IOException, Damaged {
        try (OpenFile file = disk.open(path)) {
            long size = file.size();
            ByteBuffer header = ByteBuffer.allocate((int) Math.min(size, LARGEST_HEADER));
            file.read(header, 0);
            header.flip();
            if (header.limit() < SMALLEST || header.getLong() != MAGIC) {
                throw new Damaged("is no snapshot");
            }
            if (header.getInt() != FORMAT) {
                throw new Damaged("has a format that this release does not read");
            }
            if (header.getLong() != clusterId) {
                throw new Damaged("belongs to another cluster");
            }
            long index = header.getLong();
            long term = header.getLong();
            long sinceIndex = header.getLong();
            int members = header.getInt();
            int voters = header.getInt();
            if (members < 0 || voters < 0 || (members + voters) * 8L + 8 > header.remaining()) {
                throw new Damaged("is damaged at offset " + header.position());
            }
            SnapshotMeta.Group group = new SnapshotMeta.Group(sinceIndex, ids(header, members), ids(header, voters));
            int length = header.getInt();
            int checked = header.position();
            if (header.getInt() != checksum(header.slice(0, checked))) {
                throw new Damaged("is damaged in its first " + checked + " bytes");
            }
            int start = header.position();
            if (size != (long) start + length + 4) {
                throw new Damaged("has " + size + " bytes where " + ((long) start + length + 4) + " belong");
            }
            ByteBuffer trailer = ByteBuffer.allocate(4);
            file.read(trailer, (long) start + length);
            if (trailer.getInt(0) != checksum(file, start, length)) {
                throw new Damaged("is damaged behind offset " + start);
            }
            return new Snapshot(new SnapshotMeta(index, term, group), disk, path, start, length);
        }
    }

    /// A snapshot file that cannot be trusted.
    static final class Damaged extends Exception {
        private static final long serialVersionUID = 1L;

        Damaged(String message) {
            super(message);
        }
    }

    private static ByteBuffer header(long clusterId, SnapshotMeta meta, int payloadLength) {
        SnapshotMeta.Group group = meta.group();
        int ids = group.members().size() + group.voters().size();
        ByteBuffer header = ByteBuffer.allocate(60 + 8 * ids)
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

    private static List<Long> ids(ByteBuffer from, int count) {
        List<Long> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(from.getLong());
        }
        return ids;
    }

    private static int checksum(OpenFile file, int start, int length) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer piece = ByteBuffer.allocate(Math.min(PIECE, length));
        for (int at = 0; at < length; at += PIECE) {
            piece.clear().limit(Math.min(PIECE, length - at));
            file.read(piece, (long) start + at);
            crc.update(piece.flip());
        }
        return (int) crc.getValue();
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
