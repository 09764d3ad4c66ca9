package io.muster.keyspace.server.raft;

import io.muster.keyspace.server.log.Snapshot;
import io.muster.keyspace.server.log.SnapshotDraft;
import io.muster.keyspace.server.log.SnapshotMeta;
import io.muster.keyspace.server.log.Storage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// A snapshot that comes in from another member. Its parts go to the file in their order, as they come; only one that
/// came early waits on the heap. For the engine's thread.
final class IncomingSnapshot {
    private final Storage storage;
    private final SnapshotMeta meta;
    private final int count;
    private final SnapshotDraft draft;
    private final SnapshotSource source = SnapshotSource.incoming();
    private final Map<Integer, SnapshotPart> early = new HashMap<>();
    private int written;

    /// @param count of how many parts it consists
    IncomingSnapshot(Storage storage, SnapshotMeta meta, int count) throws IOException {
        this.storage = storage;
        this.meta = meta;
        this.count = count;
        this.draft = storage.begin(meta);
    }

    /// Whether this is that snapshot, cut into that many parts. A leader that was restarted may cut it differently.
    boolean is(long index, int parts) {
        return meta.index() == index && count == parts;
    }

    long index() {
        return meta.index();
    }

    /// Takes a part, which must not have been here before.
    ///
    /// @return whether all are here
    boolean add(SnapshotPart part) throws IOException {
        early.put(part.number(), part);
        for (SnapshotPart next = early.remove(written); next != null; next = early.remove(written)) {
            byte[] bytes = next.received();
            if (bytes == null) {
                throw new IllegalStateException("part " + written + " of the snapshot at " + index() + " is empty");
            }
            draft.write(bytes);
            next.writtenTo(source);
            written++;
        }
        return written == count;
    }

    /// Makes it durable; it can be read from then on.
    Snapshot save() throws IOException {
        Snapshot saved = storage.save(draft);
        source.savedAs(saved);
        return saved;
    }

    /// Gives up on it.
    void discard() throws IOException {
        draft.discard();
    }
}
