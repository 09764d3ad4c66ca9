package io.muster.keyspace.server.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// How much space the disks of a member have. One thread looks, any may ask.
public final class FreeSpace {
    // A disk that was short must have a tenth more than was wanted, so that a member does not change its mind all the
    // time.
    private static final int MORE_PART = 10;

    private final Disk disk;
    private final List<Path> directories;
    private volatile long bytes = Long.MAX_VALUE;
    private volatile boolean isShort;

    FreeSpace(Disk disk, List<Path> directories) {
        this.disk = disk;
        this.directories = List.copyOf(directories);
    }

    /// Looks anew.
    ///
    /// @param wantedBytes how much should be free in each place
    public void look(long wantedBytes) throws IOException {
        bytes = measure();
        long enough = isShort ? wantedBytes + wantedBytes / MORE_PART : wantedBytes;
        isShort = bytes < enough;
    }

    /// How many bytes are free now, where there are fewest.
    public long measure() throws IOException {
        long least = Long.MAX_VALUE;
        for (Path directory : directories) {
            least = Math.min(least, disk.usableSpace(directory));
        }
        return least;
    }

    /// How many bytes were free when last looked.
    public long bytes() {
        return bytes;
    }

    /// Whether that was too little.
    public boolean isShort() {
        return isShort;
    }
}
