package io.muster.keyspace.server.log;

import java.io.IOException;
import java.io.OutputStream;

/// A state that can tell its bytes.
@FunctionalInterface
public interface SnapshotContent {
    /// Writes all of them; the stream is not closed.
    void writeTo(OutputStream out) throws IOException;
}
