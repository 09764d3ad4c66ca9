package io.muster.keyspace.server.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// What the log asks of a file system, so that tests can put one in its place that crashes or fails at will.
///
/// A call that throws leaves the state of the file unknown; nobody may try it again.
public interface Disk {
    /// The names of the files in a directory, sorted.
    List<String> list(Path directory) throws IOException;

    /// How many bytes can still be allocated for files in a directory.
    long usableSpace(Path directory) throws IOException;

    /// Opens an existing file for reading and writing.
    OpenFile open(Path file) throws IOException;

    /// Makes a file of `size` zeros whose blocks are allocated, replacing one that is there. Not durable by itself.
    OpenFile create(Path file, long size) throws IOException;

    /// Gives a file another name within its directory, replacing one that is there. Durable after
    /// [#forceDirectory].
    void rename(Path from, Path to) throws IOException;

    /// Removes a file. Durable after [#forceDirectory].
    void delete(Path file) throws IOException;

    /// Returns once the names in a directory are durable.
    void forceDirectory(Path directory) throws IOException;

    /// An open file, used by one thread at a time.
    interface OpenFile extends Closeable {
        long size() throws IOException;

        /// Fills `into` from `position`, to its limit.
        void read(ByteBuffer into, long position) throws IOException;

        /// Writes all of `from` at `position`. Durable after [#force].
        void write(ByteBuffer from, long position) throws IOException;

        /// Makes everything from `position` on zero, keeping the size. Durable after [#force].
        void clearFrom(long position) throws IOException;

        /// Returns once everything written is durable.
        void force() throws IOException;
    }
}
