package io.muster.keyspace.server.raft;

import io.muster.keyspace.server.log.Snapshot;
import io.muster.keyspace.server.log.SnapshotMeta;
import io.muster.keyspace.server.log.Storage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Encodes and saves snapshots beside the engine's thread, which only hands out an image of the state. The log that a
/// snapshot stands for stays until the snapshot is durable.
final class SnapshotSaver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotSaver.class);

    private final Storage storage;
    private final Consumer<Throwable> halt;
    private final ExecutorService thread;
    private volatile long lastBytes;
    private volatile boolean closed;

    SnapshotSaver(Storage storage, Consumer<Throwable> halt) {
        this.storage = storage;
        this.halt = halt;
        storage.recovered().snapshot().ifPresent(found -> lastBytes = found.length());
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("snapshot-saver").daemon().factory());
    }

    /// How large the newest snapshot is.
    long lastBytes() {
        return lastBytes;
    }

    /// Saves a snapshot of the state here, soon.
    void save(SnapshotMeta meta, SnapshotSource source) {
        thread.execute(() -> {
            try {
                Supplier<byte[]> image = source.image();
                if (image != null && !closed) {
                    source.savedAs(write(meta, image.get()));
                }
            } catch (Throwable fault) {
                halt.accept(fault);
            }
        });
    }

    /// Saves a snapshot that came from another member; durable when this returns.
    void saveReceived(SnapshotMeta meta, List<SnapshotPart> parts) throws IOException {
        SnapshotSource source = SnapshotSource.of(write(meta, SnapshotPart.join(parts)));
        parts.forEach(part -> part.savedIn(source));
    }

    /// Waits for the one that is being saved, and saves none after it.
    @Override
    public void close() {
        closed = true;
        // Not interrupted: that would look like a fault of the disk.
        thread.shutdown();
        try {
            if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
                LOG.warn("a snapshot is still being saved");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Snapshot write(SnapshotMeta meta, byte[] state) throws IOException {
        lastBytes = state.length;
        return storage.save(meta, state);
    }
}
