package io.muster.keyspace.server.log;

import io.muster.keyspace.server.log.Disk.OpenFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// A durable snapshot of the state that the entries up to its index led to.
///
/// File layout: [SnapshotHeader]; payload; CRC32C of the payload.
public final class Snapshot {
    // The JDK copies what it reads and writes through a buffer as large as the piece.
    private static final int PIECE = 1 << 20;

    private final SnapshotMeta meta;
    private final Disk disk;
    private final Path path;
    private final int payloadStart;
    private final int payloadLength;

    Snapshot(SnapshotMeta meta, Disk disk, Path path, int payloadStart, int payloadLength) {
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

    /// All of the state, from its beginning; for one thread, and to be closed.
    public InputStream open() throws IOException {
        OpenFile file = disk.open(path);
        return new InputStream() {
            private int at;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = Math.min(Math.min(length, PIECE), payloadLength - at);
                if (count <= 0) {
                    return length == 0 ? 0 : -1;
                }
                file.read(ByteBuffer.wrap(into, offset, count), (long) payloadStart + at);
                at += count;
                return count;
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    /// Opens a snapshot and checks every byte of it.
    ///
    /// @throws Damaged saying what is wrong with the file
    static Snapshot open(Disk disk, Path path, long clusterId) throws IOException, Damaged {
        try (OpenFile file = disk.open(path)) {
            long size = file.size();
            ByteBuffer begin = ByteBuffer.allocate((int) Math.min(size, SnapshotHeader.LARGEST));
            file.read(begin, 0);
            SnapshotHeader header = SnapshotHeader.decode(begin.flip(), clusterId);
            int start = begin.position();
            int length = header.payloadLength();
            if (size != (long) start + length + 4) {
                throw new Damaged("has " + size + " bytes where " + ((long) start + length + 4) + " belong");
            }
            ByteBuffer trailer = ByteBuffer.allocate(4);
            file.read(trailer, (long) start + length);
            if (trailer.getInt(0) != checksum(file, start, length)) {
                throw new Damaged("is damaged behind offset " + start);
            }
            return new Snapshot(header.meta(), disk, path, start, length);
        }
    }

    /// A snapshot file that cannot be trusted.
    static final class Damaged extends Exception {
        private static final long serialVersionUID = 1L;

        Damaged(String message) {
            super(message);
        }
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
}
