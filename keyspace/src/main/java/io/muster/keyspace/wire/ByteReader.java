package io.muster.keyspace.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads what [ByteWriter] wrote, from memory or a piece at a time from a source. Whatever does not fit is a
/// [MalformedBytesException] that names the place.
final class ByteReader {
    private static final int PIECE = 1 << 16;

    private final String what;
    private final ByteSource source;
    private final long length;

    // What was read from the source, and not taken yet: from `at` to `end`.
    private byte[] bytes;
    private int at;
    private int end;

    // How many bytes came before those in `bytes`.
    private long before;

    /// @param what the thing read, for messages
    ByteReader(String what, byte[] bytes) {
        this.what = what;
        this.source = (_, _, _) -> -1;
        this.length = bytes.length;
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /// @param length how many bytes the source has
    ByteReader(String what, ByteSource source, long length) {
        this.what = what;
        this.source = source;
        this.length = length;
        this.bytes = new byte[PIECE];
    }

    /// Reads the version number that begins each format.
    void version(int known) {
        version(known, known);
    }

    /// Reads the version number that begins each format, of which several are known.
    int version(int oldest, int newest) {
        int version = octet();
        if (version < oldest || version > newest) {
            throw new MalformedBytesException("%s has format %d, this build reads %d: use the build that wrote it"
                    .formatted(what, version, newest));
        }
        return version;
    }

    int octet() {
        if (at == end) {
            gather(1);
        }
        return bytes[at++] & 0xFF;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw malformed("has a number that is too long");
    }

    boolean flag() {
        int octet = octet();
        if (octet > 1) {
            throw malformed("has %d for a flag".formatted(octet));
        }
        return octet == 1;
    }

    String string() {
        int size = size();
        if (size > end - at) {
            gather(size);
        }
        String text = Utf8.decode(bytes, at, size);
        at += size;
        return text;
    }

    Instant instant() {
        long seconds = signed();
        long nanos = number();
        try {
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException | ArithmeticException e) {
            throw malformed("has a moment out of range");
        }
    }

    @Nullable
    Instant optionalInstant() {
        return flag() ? instant() : null;
    }

    long signed() {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    <T> List<T> list(Function<ByteReader, T> read) {
        int size = size();
        List<T> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            items.add(read.apply(this));
        }
        return items;
    }

    /// Makes sure that nothing is left over.
    void end() {
        if (left() != 0) {
            throw malformed("has %d bytes too many".formatted(left()));
        }
    }

    MalformedBytesException malformed(String problem) {
        return new MalformedBytesException("%s %s (byte %d of %d)".formatted(what, problem, before + at, length));
    }

    // Whatever is counted takes at least a byte each, so a size beyond the rest is a lie; nothing is allocated for it.
    private int size() {
        long size = number();
        if (size < 0 || size > left()) {
            throw malformed("has a size beyond its end");
        }
        return (int) size;
    }

    private long left() {
        return length - before - at;
    }

    // Puts the next `count` bytes side by side.
    private void gather(int count) {
        before += at;
        byte[] room = count > bytes.length ? new byte[count] : bytes;
        System.arraycopy(bytes, at, room, 0, end - at);
        end -= at;
        at = 0;
        bytes = room;
        while (end < count) {
            int given = source.give(bytes, end, bytes.length - end);
            if (given < 1) {
                throw malformed("ends too early");
            }
            end += given;
        }
    }
}
