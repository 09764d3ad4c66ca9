package io.muster.keyspace.wire;

import io.muster.keyspace.access.Access;
import io.muster.keyspace.store.Slot;
import io.muster.keyspace.store.StoreImage;

/// The bytes of a whole store. Canonical: equal stores give equal bytes. The first byte is the format's version.
///
/// Checksums are the business of whoever keeps or carries the bytes.
public final class SnapshotCodec {
    private static final int WITHOUT_ACCESS = 1;
    private static final int VERSION = 2;

    private SnapshotCodec() {}

    /// Writes a store; may be called on any thread.
    public static byte[] encode(StoreImage image) {
        var out = new ByteWriter(4096).octet(VERSION).number(image.index()).instant(image.logTime());
        TreeCodec.write(out, image.root());
        out.list(image.members(), MemberCodec::write).list(image.history(), EventCodec::writeSlot);
        AccessCodec.write(out, image.access());
        return out.toByteArray();
    }

    /// Reads what [#encode] wrote, or the format before there was access control.
    ///
    /// @throws MalformedBytesException when these are not a snapshot's bytes
    public static StoreImage decode(byte[] bytes) {
        var in = new ByteReader("snapshot", bytes);
        int version = in.version(WITHOUT_ACCESS, VERSION);
        var image = new StoreImage(
                in.number(),
                in.instant(),
                TreeCodec.read(in),
                in.list(MemberCodec::read),
                in.list(EventCodec::readSlot),
                version == WITHOUT_ACCESS ? Access.NONE : AccessCodec.read(in));
        in.end();
        if (image.index() < 0 || !isHistoryOf(image)) {
            throw in.malformed("has a history that does not end at its index");
        }
        return image;
    }

    // Nothing remembered is fine; what is remembered has no gap.
    private static boolean isHistoryOf(StoreImage image) {
        long index = image.index() - image.history().size();
        for (Slot slot : image.history()) {
            if (slot.index() != ++index) {
                return false;
            }
        }
        return index == image.index();
    }
}
