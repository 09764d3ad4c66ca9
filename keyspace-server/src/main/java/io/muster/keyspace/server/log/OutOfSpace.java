package io.muster.keyspace.server.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/// Something does not fit on the disk. Only ever said of a file that nothing depends on yet; what remains of it is
/// worth nothing.
public final class OutOfSpace extends IOException {
    private static final long serialVersionUID = 1L;

    // Less than this is none: file systems keep a little for themselves.
    private static final long NONE = 64 << 10;

    OutOfSpace(Path file, long needed, long usable) {
        super(file + " does not fit: it takes " + needed + " bytes, and " + usable + " are free");
    }

    /// The fault of writing a new file, as what it is: the system's words for it depend on the operator's language.
    ///
    /// @param needed how many more bytes were to be written
    static IOException orOther(IOException fault, Disk disk, Path file, long needed) throws IOException {
        long usable =
                disk.usableSpace(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        return usable < Math.max(needed, NONE) ? new OutOfSpace(file, needed, usable) : fault;
    }
}
