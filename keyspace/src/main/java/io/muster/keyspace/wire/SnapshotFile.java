package io.muster.keyspace.wire;

import io.muster.keyspace.store.StoreImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// A store in a file of its own that can be carried elsewhere, as `/v2/snapshot` serves it: eight bytes that tell what
/// it is, the bytes of [SnapshotCodec], and the SHA-256 of all before it. A file that was cut short shows itself.
public final class SnapshotFile {
    private static final byte[] BEGINNING = "MUSTSNP1".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST = 32;

    private SnapshotFile() {}

    /// What a file holds.
    ///
    /// @param hash the first four bytes of the checksum
    /// @param keys how many there are, directories and hidden ones too
    public record Content(StoreImage image, int hash, long keys) {}

    /// Gives `to` a file, its store's bytes coming from `state`.
    public static void write(State state, ByteSink to) {
        MessageDigest digest = digest();
        ByteSink counted = (bytes, offset, count) -> {
            digest.update(bytes, offset, count);
            to.take(bytes, offset, count);
        };
        counted.take(BEGINNING, 0, BEGINNING.length);
        state.writeTo(counted);
        to.take(digest.digest(), 0, DIGEST);
    }

    /// A store that can tell its bytes, those of [SnapshotCodec].
    @FunctionalInterface
    public interface State {
        void writeTo(ByteSink to);
    }

    /// Reads a whole file.
    ///
    /// @throws MalformedBytesException saying in what way these bytes are no such file
    public static Content read(byte[] file) {
        int end = file.length - DIGEST;
        if (end < BEGINNING.length || !Arrays.equals(file, 0, BEGINNING.length, BEGINNING, 0, BEGINNING.length)) {
            throw new MalformedBytesException("is no snapshot of a Muster keyspace");
        }
        MessageDigest digest = digest();
        digest.update(file, 0, end);
        byte[] sum = digest.digest();
        if (!Arrays.equals(sum, 0, DIGEST, file, end, file.length)) {
            throw new MalformedBytesException("is damaged or cut short: its checksum does not fit");
        }
        StoreImage image = SnapshotCodec.decode(Arrays.copyOfRange(file, BEGINNING.length, end));
        return new Content(image, ByteBuffer.wrap(sum).getInt(), image.root().size());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
