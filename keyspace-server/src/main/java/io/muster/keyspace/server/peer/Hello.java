package io.muster.keyspace.server.peer;

import java.nio.ByteBuffer;

/// The first bytes on a link, from the member that opened it: who it is, and whom it means to reach. Answered by one
/// byte, 0 for welcome, after which only acknowledgements come ([Echo]); else it is 1, and a two-byte length and the
/// reason as text follow.
record Hello(int format, long clusterId, long from, long to) {
    /// What no HTTP request begins with.
    static final long MAGIC = 0x4d55_5354_4552_0d0aL; // "MUSTER\r\n"

    /// The frames' format; members of different formats do not talk.
    static final int FORMAT = 1;

    static final int SIZE = 36;

    ByteBuffer encode() {
        return ByteBuffer.allocate(SIZE)
                .putLong(MAGIC)
                .putInt(format)
                .putLong(clusterId)
                .putLong(from)
                .putLong(to)
                .flip();
    }

    /// Reads the hello that begins at the buffer's position, its magic included.
    static Hello read(ByteBuffer buffer) {
        buffer.getLong();
        return new Hello(buffer.getInt(), buffer.getLong(), buffer.getLong(), buffer.getLong());
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
