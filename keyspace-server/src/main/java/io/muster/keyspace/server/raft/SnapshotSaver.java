package io.muster.keyspace.server.raft;

import io.muster.keyspace.server.log.OutOfSpace;
import io.muster.keyspace.server.log.Snapshot;
import io.muster.keyspace.server.log.SnapshotContent;
import io.muster.keyspace.server.log.SnapshotMeta;
import io.muster.keyspace.server.log.Storage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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

    // The newest that is not saved; whatever was before it need not be.
    private final AtomicReference<@Nullable Waiting> waiting = new AtomicReference<>();
    private final AtomicBoolean unsaved = new AtomicBoolean();
    private boolean told;

    private record Waiting(SnapshotMeta meta, SnapshotSource source) {}

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

    /// Saves a snapshot of the state here, soon. When there is no space for it, the log and the snapshots before are
    /// kept, and [#retry] tries again.
    void save(SnapshotMeta meta, SnapshotSource source) {
        waiting.set(new Waiting(meta, source));
        thread.execute(this::saveNewest);
    }

    /// Saves what could not be saved before, if there seems to be space now.
    void retry() {
        if (unsaved.getAndSet(false) && !closed) {
            thread.execute(this::saveNewest);
        }
    }

    private void saveNewest() {
        Waiting next = waiting.get();
        SnapshotContent image = next == null ? null : next.source.image();
        if (next == null || image == null || closed) {
            return;
        }
        try {
            // One that will not fit shall not take from the log what is left until that is certain.
            if (storage.freeSpace().measure() < storage.wantedBytes()) {
                later("there is too little space for it and the log");
                return;
            }
            Snapshot saved = storage.save(next.meta, image);
            lastBytes = saved.length();
            next.source.savedAs(saved);
            waiting.compareAndSet(next, null);
            told = false;
        } catch (OutOfSpace e) {
            later(e.getMessage());
        } catch (Throwable fault) {
            halt.accept(fault);
        }
    }

    private void later(@Nullable String reason) {
        unsaved.set(true);
        if (!told) {
            told = true;
            LOG.warn("a snapshot is not saved until there is space; the log is kept meanwhile: {}", reason);
        }
    }

    /// Another member's snapshot was saved.
    void received(Snapshot saved) {
        lastBytes = saved.length();
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
}
