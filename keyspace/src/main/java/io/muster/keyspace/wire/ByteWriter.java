package io.muster.keyspace.wire;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A growing array of bytes, and how our own formats write their parts. Numbers take 7 bits a byte, lowest first, the
/// high bit saying that more follow; strings and lists begin with their size.
///
/// One with a sink does not grow with what is written: it passes on what it holds whenever that becomes much.
final class ByteWriter {
    private static final int SIZE_MAX = Integer.MAX_VALUE - 8;

    private final @Nullable ByteSink sink;
    private byte[] bytes;
    private int size;

    ByteWriter(int expected) {
        this(expected, null);
    }

    /// @param sink where everything goes
    ByteWriter(int expected, @Nullable ByteSink sink) {
        this.sink = sink;
        bytes = new byte[Math.max(expected, 16)];
    }

    /// Passes on what is left.
    void drainTo(ByteSink out) {
        out.take(bytes, 0, size);
        size = 0;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    ByteWriter octet(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    /// A number taken as unsigned.
    ByteWriter number(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    ByteWriter flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    ByteWriter string(String text) {
        byte[] encoded = Utf8.encode(text);
        number(encoded.length);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
        return this;
    }

    ByteWriter instant(Instant instant) {
        return signed(instant.getEpochSecond()).number(instant.getNano());
    }

    ByteWriter optionalInstant(@Nullable Instant instant) {
        return instant == null ? flag(false) : flag(true).instant(instant);
    }

    /// A number whose sign is kept in its lowest bit, so that small negative ones stay short.
    ByteWriter signed(long value) {
        return number((value << 1) ^ (value >> 63));
    }

    <T> ByteWriter list(List<T> items, BiConsumer<ByteWriter, T> write) {
        number(items.size());
        items.forEach(item -> write.accept(this, item));
        return this;
    }

    /// The text's own bytes, without a size.
    ByteWriter utf8(String text) {
        int length = text.length();
        room(length * 3);
        int i = 0;
        while (i < length) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[size++] = (byte) c;
                i++;
            } else {
                i += utf8(text, i);
            }
        }
        return this;
    }

    /// The bytes of the character at `i`.
    ///
    /// @return how many chars it takes
    int utf8(String text, int i) {
        room(4);
        char c = text.charAt(i);
        if (c < 0x80) {
            bytes[size++] = (byte) c;
        } else if (c < 0x800) {
            bytes[size++] = (byte) (0xC0 | (c >> 6));
            bytes[size++] = (byte) (0x80 | (c & 0x3F));
        } else if (Utf8.isLoneSurrogate(text, i)) {
            int held = Utf8.heldByte(c);
            if (held >= 0) {
                bytes[size++] = (byte) held;
            } else {
                threeBytes(0xFFFD);
            }
        } else if (Character.isHighSurrogate(c)) {
            int codePoint = text.codePointAt(i);
            bytes[size++] = (byte) (0xF0 | (codePoint >> 18));
            bytes[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
            bytes[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
            bytes[size++] = (byte) (0x80 | (codePoint & 0x3F));
            return 2;
        } else {
            threeBytes(c);
        }
        return 1;
    }

    private void threeBytes(int c) {
        bytes[size++] = (byte) (0xE0 | (c >> 12));
        bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        bytes[size++] = (byte) (0x80 | (c & 0x3F));
    }

    private void room(int more) {
        if (more > bytes.length - size && sink != null) {
            drainTo(sink);
        }
        if (more > bytes.length - size) {
            int doubled = (int) Math.min(SIZE_MAX, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), doubled));
        }
    }
}
