package io.muster.bench.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// The end of a stopped member's log, as a power cut may leave it: behind the last sound record, so behind everything
/// that was ever acknowledged, lies half of another one.
///
/// A record begins with the length of its payload, a CRC32C of all the rest, its type, and where its batch begins, four
/// bytes each and big-endian; it is padded to a multiple of eight bytes.
final class LogTail {
    private static final int HEADER = 16;
    private static final int ENTRY_TYPE = 2 << 24;
    private static final int LOST_PAYLOAD = 400;
    private static final int KEPT_PAYLOAD = 150;

    private LogTail() {}

    /// Appends half a record to the newest segment below `dataDir`.
    ///
    /// @return whether there was room for it
    static boolean tear(Path dataDir) {
        Path segment = newest(dataDir.resolve("wal"));
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
            while (bytes.hasRemaining() && file.read(bytes) >= 0) {
                // the rest of the file
            }
            int end = end(bytes.flip());
            if (end + HEADER + KEPT_PAYLOAD > bytes.limit()) {
                return false;
            }
            ByteBuffer half = ByteBuffer.allocate(HEADER + KEPT_PAYLOAD)
                    .putInt(LOST_PAYLOAD)
                    .putInt(0x7e57)
                    .putInt(ENTRY_TYPE)
                    .putInt(end);
            while (half.hasRemaining()) {
                half.put((byte) half.position());
            }
            file.write(half.flip(), end);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tear " + segment, e);
        }
    }

    /// Where the sound records end.
    static int end(ByteBuffer segment) {
        int position = 0;
        while (isSound(segment, position)) {
            position += (HEADER + segment.getInt(position) + 7) & ~7;
        }
        return position;
    }

    private static boolean isSound(ByteBuffer segment, int position) {
        int room = segment.limit() - position - HEADER;
        if (room < 0) {
            return false;
        }
        int length = segment.getInt(position);
        if (length < 0 || length > room || segment.getInt(position + 8) == 0) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(segment.slice(position, 4));
        crc.update(segment.slice(position + 8, HEADER - 8 + length));
        return segment.getInt(position + 4) == (int) crc.getValue();
    }

    private static Path newest(Path wal) {
        try (Stream<Path> files = Files.list(wal)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalStateException("no log segment in " + wal));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
