package io.muster.keyspace.server.raft;

import io.muster.keyspace.membership.Members;
import io.muster.keyspace.server.log.DataDir;
import io.muster.keyspace.server.log.FileDisk;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.log.LogRecord;
import io.muster.keyspace.server.log.Retention;
import io.muster.keyspace.server.log.SegmentSizes;
import io.muster.keyspace.server.log.SnapshotMeta;
import io.muster.keyspace.server.log.Storage;
import io.muster.keyspace.store.Entry;
import io.muster.keyspace.store.Store;
import io.muster.keyspace.store.StoreImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keyspace in a data directory that no member here uses: for backups of one, and for members that shall begin
/// with what another had.
public final class StoredState {
    private static final long FIRST_INDEX = 1;
    private static final long FIRST_TERM = 1;

    private StoredState() {}

    /// What everything in the directory leads to, also the newest entries of the log that the member did not know yet
    /// to be agreed on: one that was acknowledged may be among them, for that is noted later.
    ///
    /// @param dataDir of nobody else while this runs: a copy, since torn ends are cut
    /// @throws UnusableDataDir when it is damaged
    public static StoreImage read(Path dataDir, Identity identity) {
        Store store = new Store(Store.DEFAULT_HISTORY_SIZE);
        try (Storage storage = open(dataDir, null, identity)) {
            Storage.Recovered recovered = storage.recovered();
            if (recovered.snapshot().isPresent()) {
                try (InputStream state = recovered.snapshot().get().open()) {
                    store.restore(
                            StoreBytes.read(state, recovered.snapshot().get().length()));
                }
            }
            for (LogRecord.Entry entry : recovered.entries()) {
                if (Operation.decode(entry.payload()) instanceof Operation.Pack pack) {
                    store.apply(new Entry(pack.time(), pack.takeCommands()));
                }
            }
            return store.image();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lays down a data directory from which the member begins a new cluster with this state. Who published itself in
    /// the old cluster is forgotten.
    ///
    /// @param dataDir is made, and must not hold anything yet
    /// @param walDir where the log is kept; null for below the directory
    public static void found(Path dataDir, @Nullable Path walDir, Identity identity, StoreImage image) {
        StoreImage begin = new StoreImage(
                image.index(), image.logTime(), image.root(), Members.NONE, image.history(), image.access());
        List<Long> ids = identity.members().stream().map(member -> member.id()).toList();
        try (Storage storage = open(dataDir, walDir, identity)) {
            SnapshotMeta meta = new SnapshotMeta(FIRST_INDEX, FIRST_TERM, new SnapshotMeta.Group(0, ids, ids));
            storage.save(meta, out -> StoreBytes.write(begin, out));
            storage.log().append(new LogRecord.Vote(FIRST_TERM, 0));
            storage.log().append(new LogRecord.Replaced(FIRST_INDEX, FIRST_TERM));
            storage.log().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Storage open(Path dataDir, @Nullable Path walDir, Identity identity) {
        DataDir opened = DataDir.open(dataDir, walDir, identity);
        try {
            return Storage.open(opened, new FileDisk(), SegmentSizes.DEFAULT, Retention.DEFAULT);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }
}
