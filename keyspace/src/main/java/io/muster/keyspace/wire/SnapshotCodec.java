package io.muster.keyspace.wire;

import io.muster.keyspace.store.StoreImage;

/// The bytes of a whole store. Canonical: equal stores give equal bytes. The first byte is the format's version.
///
/// Checksums are the business of whoever keeps or carries the bytes.
public final class SnapshotCodec {
    private static final int VERSION = 1;

    private SnapshotCodec() {}

    /// Writes a store; may be called on any thread.
    public static byte[] encode(StoreImage image) {
        var out = new ByteWriter(4096).octet(VERSION).number(image.index()).instant(image.logTime());
        TreeCodec.write(out, image.root());
        return out.list(image.members(), MemberCodec::write)
                .list(image.history(), EventCodec::writeSlot)
                .toByteArray();
    }

    /// Reads what [#encode] wrote.
    ///
    /// @throws MalformedBytesException when these are not a snapshot's bytes
    public static StoreImage decode(byte[] bytes) {
        var in = new ByteReader("snapshot", bytes);
        in.version(VERSION);
        var image = new StoreImage(
                in.number(),
                in.instant(),
                TreeCodec.read(in),
                in.list(MemberCodec::read),
                in.list(EventCodec::readSlot));
        in.end();
        return image;
    }
}
