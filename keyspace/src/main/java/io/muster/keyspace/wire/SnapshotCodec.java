package io.muster.keyspace.wire;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.access.Access;
import io.muster.keyspace.membership.Members;
import io.muster.keyspace.store.Slot;
import io.muster.keyspace.store.StoreImage;
import io.muster.keyspace.store.Tree;
import java.time.Instant;
import java.util.List;

/// The bytes of a whole store. Canonical: equal stores give equal bytes. The first byte is the format's version.
///
/// A store may fill most of the heap, so its bytes need not be there at once: they can go to a sink and come from a
/// source. Checksums are the business of whoever keeps or carries the bytes.
public final class SnapshotCodec {
    private static final int WITHOUT_ACCESS = 1;
    private static final int WITHOUT_REMOVED = 2;
    private static final int VERSION = 3;
    private static final int PIECE = 1 << 16;

    private SnapshotCodec() {}

    /// Writes a store; may be called on any thread.
    public static void encode(StoreImage image, ByteSink to) {
        var out = new ByteWriter(PIECE, to);
        write(out, image);
        out.drainTo(to);
    }

    /// The bytes of a store that is known to be small.
    public static byte[] encode(StoreImage image) {
        var out = new ByteWriter(4096);
        write(out, image);
        return out.toByteArray();
    }

    /// Reads what [#encode(StoreImage, ByteSink)] wrote, or a format of earlier builds.
    ///
    /// @param length how many bytes the source has
    /// @throws MalformedBytesException when these are not a snapshot's bytes
    public static StoreImage decode(ByteSource from, long length) {
        return read(new ByteReader("snapshot", from, length));
    }

    /// Reads what [#encode(StoreImage)] gave.
    ///
    /// @throws MalformedBytesException when these are not a snapshot's bytes
    public static StoreImage decode(byte[] bytes) {
        return read(new ByteReader("snapshot", bytes));
    }

    private static void write(ByteWriter out, StoreImage image) {
        out.octet(VERSION).number(image.index()).instant(image.logTime());
        TreeCodec.write(out, image.root());
        out.list(List.copyOf(image.members().present().values()), MemberCodec::write)
                .list(image.history(), EventCodec::writeSlot);
        AccessCodec.write(out, image.access());
        out.list(List.copyOf(image.members().removed()), ByteWriter::number);
    }

    private static StoreImage read(ByteReader in) {
        int version = in.version(WITHOUT_ACCESS, VERSION);
        long index = in.number();
        Instant logTime = in.instant();
        Tree.Directory root = TreeCodec.read(in);
        List<MemberInfo> present = in.list(MemberCodec::read);
        List<Slot> history = in.list(EventCodec::readSlot);
        Access access = version == WITHOUT_ACCESS ? Access.NONE : AccessCodec.read(in);
        List<Long> removed = version <= WITHOUT_REMOVED ? List.of() : in.list(ByteReader::number);
        var image = new StoreImage(index, logTime, root, Members.of(present, removed), history, access);
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
