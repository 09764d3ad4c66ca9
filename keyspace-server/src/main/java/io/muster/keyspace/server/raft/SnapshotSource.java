package io.muster.keyspace.server.raft;

import io.muster.keyspace.server.log.Snapshot;
import io.muster.keyspace.server.log.SnapshotContent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Where the bytes of a snapshot come from: an immutable image of the state until it is saved, a file from then on.
final class SnapshotSource {
    private volatile @Nullable SnapshotContent image;
    private volatile @Nullable Snapshot saved;

    private SnapshotSource(@Nullable SnapshotContent image, @Nullable Snapshot saved) {
        this.image = image;
        this.saved = saved;
    }

    static SnapshotSource of(SnapshotContent image) {
        return new SnapshotSource(image, null);
    }

    static SnapshotSource of(Snapshot saved) {
        return new SnapshotSource(null, saved);
    }

    /// One that is still coming in from another member.
    static SnapshotSource incoming() {
        return new SnapshotSource(null, null);
    }

    /// What is to be saved; null when it is already.
    @Nullable
    SnapshotContent image() {
        return image;
    }

    /// The file; null while it is not saved.
    @Nullable
    Snapshot saved() {
        return saved;
    }

    void savedAs(Snapshot snapshot) {
        saved = snapshot;
        image = null;
    }

    /// One of `count` equal parts; null while it is not saved.
    byte @Nullable [] part(int number, int count) throws IOException {
        Snapshot file = saved;
        if (file == null) {
            return null;
        }
        int from = (int) ((long) file.length() * number / count);
        int to = (int) ((long) file.length() * (number + 1) / count);
        return file.read(from, to - from);
    }
}
