package io.muster.keyspace.server.raft;

import io.muster.keyspace.store.StoreImage;
import io.muster.keyspace.wire.SnapshotCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// A store's bytes on their way to and from a file. The codec knows no streams.
final class StoreBytes {
    private StoreBytes() {}

    static void write(StoreImage image, OutputStream to) throws IOException {
        try {
            SnapshotCodec.encode(image, (bytes, offset, count) -> {
                try {
                    to.write(bytes, offset, count);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// @param length how many bytes the stream has
    static StoreImage read(InputStream from, long length) throws IOException {
        try {
            return SnapshotCodec.decode(
                    (into, offset, room) -> {
                        try {
                            return from.read(into, offset, room);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    length);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
