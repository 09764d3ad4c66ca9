package io.muster.keyspace.server.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The first bytes on a link, from the member that opened it: who it is, where it is reached, and whom it means to
/// reach. Answered by one byte, [#WELCOME], after which only acknowledgements come ([Echo]); else by [#REFUSED] or
/// [#GONE], and a two-byte length and the reason as text follow.
///
/// @param peerUrls where the sender is reached, for a receiver that has never heard of it: it may have been away while
///     the members changed
record Hello(int format, long clusterId, long from, long to, List<String> peerUrls) {
    /// What no HTTP request begins with.
    static final long MAGIC = 0x4d55_5354_4552_0d0aL; // "MUSTER\r\n"

    /// The frames' format; members of different formats do not talk.
    static final int FORMAT = 2;

    static final byte WELCOME = 0;
    static final byte REFUSED = 1;

    /// The sender was removed from the cluster for good.
    static final byte GONE = 2;

    /// What every hello begins with, whatever its format.
    static final int FIXED_SIZE = 36;

    private static final int URLS_MAX = 1 << 13;

    Hello {
        peerUrls = List.copyOf(peerUrls);
    }

    ByteBuffer encode() {
        byte[] urls = String.join(",", peerUrls).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED_SIZE + 2 + urls.length)
                .putLong(MAGIC)
                .putInt(format)
                .putLong(clusterId)
                .putLong(from)
                .putLong(to)
                .putShort((short) urls.length)
                .put(urls)
                .flip();
    }

    /// Reads the hello that begins at the buffer's position, its magic included; empty when more bytes are needed.
    ///
    /// @throws IllegalArgumentException when it makes no sense
    static Optional<Hello> read(ByteBuffer buffer) {
        int start = buffer.position();
        if (buffer.remaining() < FIXED_SIZE) {
            return Optional.empty();
        }
        int format = buffer.getInt(start + 8);
        byte[] urls = new byte[0];
        if (format == FORMAT) {
            if (buffer.remaining() < FIXED_SIZE + 2) {
                return Optional.empty();
            }
            int length = Short.toUnsignedInt(buffer.getShort(start + FIXED_SIZE));
            if (length > URLS_MAX) {
                throw new IllegalArgumentException("hello with " + length + " bytes of peer URLs");
            }
            if (buffer.remaining() < FIXED_SIZE + 2 + length) {
                return Optional.empty();
            }
            urls = new byte[length];
            buffer.get(start + FIXED_SIZE + 2, urls);
            buffer.position(start + FIXED_SIZE + 2 + length);
        } else {
            buffer.position(start + FIXED_SIZE);
        }
        String text = new String(urls, StandardCharsets.UTF_8);
        return Optional.of(new Hello(
                format,
                buffer.getLong(start + 12),
                buffer.getLong(start + 20),
                buffer.getLong(start + 28),
                text.isEmpty() ? List.of() : List.of(text.split(","))));
    }

    /// Why the member `self` of `cluster` must refuse; empty when it need not.
    String objection(long cluster, long self) {
        if (format != FORMAT) {
            return "speaks link format " + format + ", member " + Long.toHexString(self) + " speaks " + FORMAT;
        }
        if (clusterId != cluster) {
            return "belongs to cluster " + Long.toHexString(clusterId) + ", member " + Long.toHexString(self)
                    + " belongs to cluster " + Long.toHexString(cluster);
        }
        if (to != self) {
            return "looks for member " + Long.toHexString(to) + ", this is member " + Long.toHexString(self);
        }
        return "";
    }
}
