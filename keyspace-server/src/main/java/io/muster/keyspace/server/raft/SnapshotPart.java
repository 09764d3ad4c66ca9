package io.muster.keyspace.server.raft;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One of the parts in which a snapshot travels to a member that lags behind. The state itself is not on the heap: a
/// part is read from the snapshot's file when it is sent.
final class SnapshotPart {
    private static final int USUAL_BYTES = 1 << 20;

    private final int number;
    private final int count;
    private volatile @Nullable SnapshotSource source;
    private volatile byte @Nullable [] received;

    private SnapshotPart(int number, int count, @Nullable SnapshotSource source, byte @Nullable [] received) {
        this.number = number;
        this.count = count;
        this.source = source;
        this.received = received;
    }

    /// The parts of a snapshot of about that size. How many there are must be told before the snapshot is encoded; so
    /// they are all equally large rather than as large as usual.
    static List<SnapshotPart> of(SnapshotSource source, long bytesExpected) {
        int count = Math.clamp(bytesExpected / USUAL_BYTES + 1, 1, 1 << 16);
        return IntStream.range(0, count)
                .mapToObj(number -> new SnapshotPart(number, count, source, null))
                .toList();
    }

    /// A part that came from another member.
    static SnapshotPart received(int number, int count, byte[] bytes) {
        return new SnapshotPart(number, count, null, bytes);
    }

    int number() {
        return number;
    }

    /// How many parts the snapshot has.
    int count() {
        return count;
    }

    /// Where the part comes from; null for one that was received and is not written yet.
    @Nullable
    SnapshotSource source() {
        return source;
    }

    /// The bytes of a part that was received and is not on its way to a file yet; null otherwise.
    byte @Nullable [] received() {
        return received;
    }

    /// From now on a part that was received is read from there.
    void writtenTo(SnapshotSource file) {
        source = file;
        received = null;
    }

    /// The part's bytes; null while the snapshot is not saved yet.
    byte @Nullable [] bytes() throws IOException {
        byte[] bytes = received;
        SnapshotSource from = source;
        return bytes != null || from == null ? bytes : from.part(number, count);
    }
}
