package io.muster.keyspace.server.log;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.muster.keyspace.MemberInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The directory that holds everything durable of one member:
///
/// ```
/// identity   whose data this is
/// lock       held by the process that uses it
/// checksums  of all files, as long as nobody has used what a backup laid down
/// wal/       the write-ahead log, unless it is kept elsewhere
/// snap/      snapshots of the keyspace
/// ```
///
/// While one is open no other process, and no other member of this one, can open it.
public final class DataDir implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataDir.class);
    private static final String IDENTITY = "identity";

    private final Path path;
    private final Identity identity;
    private final Path wal;
    private final Path snap;
    private final FileChannel lock;

    private DataDir(Path path, Identity identity, Path wal, Path snap, FileChannel lock) {
        this.path = path;
        this.identity = identity;
        this.wal = wal;
        this.snap = snap;
        this.lock = lock;
    }

    /// Whose data the directory holds; empty when it holds none yet. Changes nothing.
    ///
    /// @throws UnusableDataDir when it holds something else, or cannot be read
    public static Optional<Identity> inspect(Path dataDir) {
        Path file = dataDir.resolve(IDENTITY);
        try {
            if (Files.exists(file)) {
                return Optional.of(Identity.parse(Files.readString(file)));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableDataDir("cannot read " + file + ": " + e.getMessage(), e);
        }
        if (Files.isDirectory(dataDir.resolve("member"))) {
            throw new UnusableDataDir("data directory " + dataDir
                    + " was written by another etcd and cannot be taken over; choose an empty one with --data-dir");
        }
        return Optional.empty();
    }

    /// Opens the directory for the member that `wanted` names, and makes it when there is none. The founding members
    /// of an existing directory win over those in `wanted`.
    ///
    /// @param walDir where the log is kept; null for below the directory
    /// @throws UnusableDataDir when it belongs to another member or cluster, is in use, or cannot be used
    public static DataDir open(Path dataDir, @Nullable Path walDir, Identity wanted) {
        Path wal = walDir != null ? walDir : dataDir.resolve("wal");
        Path snap = dataDir.resolve("snap");
        Optional<Identity> present = inspect(dataDir);
        present.ifPresent(found -> checkSame(dataDir, found, wanted));
        try {
            Files.createDirectories(dataDir);
            FileChannel lock = lock(dataDir);
            try {
                Files.createDirectories(wal);
                Files.createDirectories(snap);
                Checksums.check(dataDir, wal);
                if (present.isEmpty()) {
                    writeIdentity(dataDir, wanted);
                } else if (!present.get().members().equals(wanted.members())) {
                    LOG.info("data directory {} knows its members; the initial ones given are ignored", dataDir);
                }
                return new DataDir(dataDir, present.orElse(wanted), wal, snap, lock);
            } catch (IOException | UnusableDataDir e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UnusableDataDir("cannot use data directory " + dataDir + ": " + e, e);
        }
    }

    /// Whose data this is.
    public Identity identity() {
        return identity;
    }

    /// Keeps who the members are now, so that the next start can tell what belongs to this one's cluster.
    void remember(List<MemberInfo> members) throws IOException {
        writeIdentity(path, identity.among(members));
    }

    Path wal() {
        return wal;
    }

    Path snap() {
        return snap;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("cannot release the lock of {}: {}", snap.getParent(), e.toString());
        }
    }

    private static void checkSame(Path dataDir, Identity found, Identity wanted) {
        if (found.clusterId() != wanted.clusterId()) {
            throw new UnusableDataDir("data directory " + dataDir + " belongs to cluster "
                    + Long.toHexString(found.clusterId()) + ", not to cluster "
                    + Long.toHexString(wanted.clusterId())
                    + "; choose another with --data-dir, or remove it if that cluster is gone");
        }
        if (found.memberId() != wanted.memberId()) {
            throw new UnusableDataDir("data directory " + dataDir + " belongs to member "
                    + Long.toHexString(found.memberId()) + ", not to member "
                    + Long.toHexString(wanted.memberId())
                    + "; choose another with --data-dir, or start the member it belongs to");
        }
    }

    private static FileChannel lock(Path dataDir) throws IOException {
        FileChannel channel = FileChannel.open(dataDir.resolve("lock"), CREATE, WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // another member of this process holds it
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new UnusableDataDir("data directory " + dataDir
                + " is in use by a running member; stop that one, or choose another with --data-dir");
    }

    // Either the whole file is there after a crash or none of it.
    private static void writeIdentity(Path dataDir, Identity identity) throws IOException {
        Path temporary = dataDir.resolve(IDENTITY + ".tmp");
        try (FileChannel file = FileChannel.open(temporary, CREATE, TRUNCATE_EXISTING, WRITE)) {
            ByteBuffer text = StandardCharsets.UTF_8.encode(identity.toText());
            while (text.hasRemaining()) {
                file.write(text);
            }
            file.force(true);
        }
        Files.move(temporary, dataDir.resolve(IDENTITY), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(dataDir, READ)) {
            directory.force(true);
        }
    }
}
