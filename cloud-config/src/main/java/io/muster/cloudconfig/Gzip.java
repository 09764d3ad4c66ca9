package io.muster.cloudconfig;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// Unpacks compressed data held in memory.
final class Gzip {
    /// A few kilobytes can unpack to gigabytes; nobody's user-data does so honestly.
    private static final int MAX_UNPACKED = 64 << 20;

    private Gzip() {}

    static boolean isPacked(byte[] data) {
        return data.length >= 2 && data[0] == 0x1f && data[1] == (byte) 0x8b;
    }

    /// Empty when the data is damaged, cut short or unpacks to more than 64 MB.
    static Optional<byte[]> unpack(byte[] packed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] data = in.readNBytes(MAX_UNPACKED + 1);
            return data.length > MAX_UNPACKED ? Optional.empty() : Optional.of(data);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
