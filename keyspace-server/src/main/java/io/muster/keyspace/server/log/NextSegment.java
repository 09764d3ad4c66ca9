package io.muster.keyspace.server.log;

import io.muster.keyspace.server.log.Disk.OpenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Allocates the next segment in the background, so that the thread that writes the log seldom waits for it, and knows
/// before it has to that there is no space. For that one thread.
final class NextSegment {
    private static final Logger LOG = LoggerFactory.getLogger(NextSegment.class);

    private static final String NAME = "next.tmp";

    private final Path directory;
    private final Path file;
    private final Disk disk;
    private @Nullable FutureTask<@Nullable OpenFile> preparing;
    private @Nullable OpenFile prepared;

    NextSegment(Path directory, Disk disk) {
        this.directory = directory;
        this.file = directory.resolve(NAME);
        this.disk = disk;
    }

    /// Removes what a process that went down had prepared.
    void removeLeftOver() throws IOException {
        if (disk.list(directory).contains(NAME)) {
            disk.delete(file);
        }
    }

    /// Begins to make a segment of that size, unless there is one or one is being made.
    void prepare(int size) {
        if (prepared == null && preparing == null) {
            preparing = new FutureTask<>(() -> make(size));
            Thread.ofPlatform().name("log-allocate").daemon().start(preparing);
        }
    }

    /// Makes sure that there is one of at least that size.
    ///
    /// @return false when it does not fit on the disk
    boolean ensure(int size) throws IOException {
        awaitPrepared();
        OpenFile made = prepared;
        if (made != null && made.size() < size) {
            made.close();
            prepared = null;
        }
        if (prepared == null) {
            prepared = make(size);
        }
        return prepared != null;
    }

    /// The next segment under its final name, which is durable; at least `size` bytes large.
    ///
    /// @throws OutOfSpace when it does not fit on the disk
    OpenFile take(Path path, int size) throws IOException {
        if (!ensure(size)) {
            throw new OutOfSpace(path, size, disk.usableSpace(directory));
        }
        OpenFile made = prepared;
        prepared = null;
        if (made != null) {
            // Opened anew, so that a fault names the file by the name it has then.
            made.close();
        }
        disk.rename(file, path);
        disk.forceDirectory(directory);
        return disk.open(path);
    }

    /// Lets go of what is being made.
    void close() {
        try {
            awaitPrepared();
            OpenFile made = prepared;
            if (made != null) {
                made.close();
            }
        } catch (IOException e) {
            LOG.debug("{} was not needed any more", file, e);
        }
    }

    // Null when it does not fit. Whoever asks often shall not fill the disk each time to find that out.
    private @Nullable OpenFile make(int size) throws IOException {
        if (disk.usableSpace(directory) < size) {
            return null;
        }
        try {
            OpenFile made = disk.create(file, size);
            made.force();
            return made;
        } catch (IOException e) {
            IOException fault = OutOfSpace.orOther(e, disk, file, size);
            if (!(fault instanceof OutOfSpace)) {
                throw fault;
            }
            disk.delete(file);
            return null;
        }
    }

    private void awaitPrepared() throws IOException {
        FutureTask<@Nullable OpenFile> task = preparing;
        preparing = null;
        if (task == null) {
            return;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    prepared = task.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IOException("cannot allocate " + file + ": " + e.getCause(), e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
