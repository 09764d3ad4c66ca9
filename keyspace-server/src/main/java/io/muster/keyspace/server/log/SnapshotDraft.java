package io.muster.keyspace.server.log;

import io.muster.keyspace.server.log.Disk.OpenFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// A snapshot that is being written: its state comes in through this stream, a piece at a time, so that it need not be
/// in memory at once. Nothing counts before [Snapshots#add].
public final class SnapshotDraft extends OutputStream {
    private static final int PIECE = 1 << 18;

    // What waits in the system's memory is forced before it becomes much: on many file systems the log's next force
    // would have to wait for all of it.
    private static final int UNFORCED_MAX = 8 << 20;

    private final SnapshotMeta meta;
    private final Disk disk;
    private final Path path;
    private final int start;
    private final OpenFile file;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    private long length;
    private long forced;

    SnapshotDraft(SnapshotMeta meta, Disk disk, Path path) throws IOException {
        this.meta = meta;
        this.disk = disk;
        this.path = path;
        this.start = SnapshotHeader.length(meta.group());
        this.file = disk.create(path, 0);
    }

    SnapshotMeta meta() {
        return meta;
    }

    Path path() {
        return path;
    }

    /// Bytes of state so far.
    long length() {
        return length;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        checksum.update(bytes, offset, count);
        int done = 0;
        while (done < count) {
            int now = Math.min(count - done, piece.remaining());
            piece.put(bytes, offset + done, now);
            done += now;
            if (!piece.hasRemaining()) {
                writePiece();
            }
        }
    }

    /// Completes the file, which is durable then, though not under its name.
    ///
    /// @param named where it will be found once it has its name
    Snapshot finish(Path named, long clusterId) throws IOException {
        writePiece();
        try {
            file.write(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).flip(), start + length);
            file.write(new SnapshotHeader(meta, Math.toIntExact(length)).encode(clusterId), 0);
            file.force();
        } catch (IOException e) {
            throw OutOfSpace.orOther(e, disk, path, 0);
        }
        file.close();
        return new Snapshot(meta, disk, named, start, (int) length);
    }

    /// Gives up: nothing remains.
    public void discard() throws IOException {
        file.close();
        disk.delete(path);
    }

    private void writePiece() throws IOException {
        int size = piece.flip().remaining();
        try {
            file.write(piece, start + length);
            length += size;
            if (length - forced > UNFORCED_MAX) {
                file.force();
                forced = length;
            }
        } catch (IOException e) {
            throw OutOfSpace.orOther(e, disk, path, size);
        }
        piece.clear();
    }
}
