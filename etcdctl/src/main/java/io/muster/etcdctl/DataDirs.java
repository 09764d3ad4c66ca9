package io.muster.etcdctl;

import io.muster.keyspace.server.log.UnusableDataDir;
import io.muster.keyspace.server.offline.Backup;
import io.muster.keyspace.server.offline.NewCluster;
import io.muster.keyspace.store.StoreImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What is done to data directories of members, which need not run.
final class DataDirs {
    private final Terminal terminal;

    DataDirs(Terminal terminal) {
        this.terminal = terminal;
        // how the log was read back is the server's to tell
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    }

    /// A directory and where the log belonging to it is kept.
    ///
    /// @param wal null for below the directory
    record Place(Path data, @Nullable Path wal) {
        static Place of(String data, String wal) {
            return new Place(Path.of(data), wal.isEmpty() ? null : Path.of(wal));
        }
    }

    /// `backup`: what is in one directory becomes that of a new cluster's only member.
    ExitCode backUp(Place from, Place to) throws Stop {
        try {
            Path parent = to.data().toAbsolutePath().getParent();
            Backup backup = Backup.of(from.data(), from.wal(), parent == null ? to.data() : parent);
            begin(NewCluster.alone(backup.member()), to, backup.image());
            return ExitCode.OK;
        } catch (UnusableDataDir | IOException | UncheckedIOException e) {
            throw fault(e);
        }
    }

    /// `snapshot restore`.
    ExitCode restore(NewCluster cluster, Place to, StoreImage image) throws Stop {
        try {
            begin(cluster, to, image);
            return ExitCode.OK;
        } catch (UnusableDataDir | IOException | UncheckedIOException e) {
            throw fault(e);
        }
    }

    private void begin(NewCluster cluster, Place to, StoreImage image) throws IOException {
        cluster.begin(to.data(), to.wal(), image);
        terminal.say(to.data() + " holds the keyspace as of index " + Long.toUnsignedString(image.index())
                + " for member " + cluster.self().hexId() + " ("
                + cluster.self().name() + ") of the new cluster "
                + Long.toHexString(cluster.clusterId()));
    }

    private static Stop fault(Exception e) {
        String message = e instanceof IOException || e instanceof UncheckedIOException
                ? e.toString()
                : String.valueOf(e.getMessage());
        return Stop.error(ExitCode.BAD_ARGUMENTS, message);
    }
}
