package io.muster.keyspace.server.log;

import io.muster.keyspace.server.log.Disk.OpenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Allocates the next segment in the background, so that the thread that writes the log seldom waits for it.
final class NextSegment {
    private static final Logger LOG = LoggerFactory.getLogger(NextSegment.class);
    private static final String PREPARED = "next.tmp";

    private final Path directory;
    private final Disk disk;
    private @Nullable FutureTask<OpenFile> prepared;

    NextSegment(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /// Begins to make a segment of that size, unless one is being made already.
    void prepare(int size) {
        if (prepared == null) {
            prepared = new FutureTask<>(() -> {
                OpenFile made = disk.create(directory.resolve(PREPARED), size);
                made.force();
                return made;
            });
            Thread.ofPlatform().name("log-allocate").daemon().start(prepared);
        }
    }

    /// The next segment under its final name, which is durable; at least `size` bytes large.
    OpenFile take(Path path, int size) throws IOException {
        OpenFile made = awaitPrepared();
        if (made != null && made.size() < size) {
            made.close();
            made = null;
        }
        if (made == null) {
            made = disk.create(directory.resolve(PREPARED), size);
        }
        disk.rename(directory.resolve(PREPARED), path);
        disk.forceDirectory(directory);
        return made;
    }

    /// Lets go of what is being made.
    void close() {
        try {
            OpenFile made = awaitPrepared();
            if (made != null) {
                made.close();
            }
        } catch (IOException e) {
            LOG.debug("{} was not needed any more", directory.resolve(PREPARED), e);
        }
    }

    private @Nullable OpenFile awaitPrepared() throws IOException {
        FutureTask<OpenFile> task = prepared;
        prepared = null;
        if (task == null) {
            return null;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IOException(
                            "cannot allocate " + directory.resolve(PREPARED) + ": " + e.getCause(), e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
