package io.muster.keyspace.server.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The snapshots of one member, of which at least the newest two are kept, so that one damaged file does not cost the
/// member its state. May be used from any thread.
public final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final String SUFFIX = ".snap";

    private final Path directory;
    private final Disk disk;
    private final long clusterId;

    // Oldest first.
    private final List<Snapshot> kept;

    private Snapshots(Path directory, Disk disk, long clusterId, List<Snapshot> kept) {
        this.directory = directory;
        this.disk = disk;
        this.clusterId = clusterId;
        this.kept = kept;
    }

    /// Opens those that are there. A damaged one is put aside under another name.
    static Snapshots open(DataDir dataDir, Disk disk) throws IOException {
        Path directory = dataDir.snap();
        long clusterId = dataDir.identity().clusterId();
        List<Snapshot> sound = new ArrayList<>();
        for (String name : disk.list(directory)) {
            Path path = directory.resolve(name);
            if (name.endsWith(".tmp")) {
                disk.delete(path);
            } else if (name.endsWith(SUFFIX)) {
                try {
                    sound.add(Snapshot.open(disk, path, clusterId));
                } catch (Snapshot.Damaged e) {
                    LOG.error("snapshot {} {}; put aside as {}.broken", path, e.getMessage(), name);
                    disk.rename(path, directory.resolve(name + ".broken"));
                }
            }
        }
        return new Snapshots(directory, disk, clusterId, sound);
    }

    /// The newest one; empty when there is none.
    public synchronized Optional<Snapshot> newest() {
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept.getLast());
    }

    /// The Raft index up to which the log is not needed any more; 0 while there are fewer than two snapshots.
    synchronized long unneededThrough() {
        int first = kept.size() - Retention.SNAPSHOTS_MIN;
        return first < 0 ? 0 : kept.get(first).meta().index();
    }

    /// Begins to write one. Several may be written at a time if they have different indices.
    SnapshotDraft begin(SnapshotMeta meta) throws IOException {
        return new SnapshotDraft(meta, disk, path(meta, SUFFIX + ".tmp"));
    }

    /// Makes a snapshot durable. One that is no newer than the newest is discarded.
    synchronized Snapshot add(SnapshotDraft draft) throws IOException {
        SnapshotMeta meta = draft.meta();
        if (!kept.isEmpty() && kept.getLast().meta().index() >= meta.index()) {
            draft.discard();
            return kept.getLast();
        }
        Path path = path(meta, SUFFIX);
        Snapshot saved = draft.finish(path, clusterId);
        disk.rename(draft.path(), path);
        disk.forceDirectory(directory);
        kept.add(saved);
        LOG.info("snapshot saved index={} term={} bytes={}", meta.index(), meta.term(), saved.length());
        return saved;
    }

    /// Removes the oldest ones, as far as there are more than shall be kept.
    synchronized void prune(Retention retention) throws IOException {
        while (retention.isTooManySnapshots(kept.size())) {
            disk.delete(kept.removeFirst().path());
        }
    }

    private Path path(SnapshotMeta meta, String suffix) {
        return directory.resolve("%016x-%016x%s".formatted(meta.index(), meta.term(), suffix));
    }
}
