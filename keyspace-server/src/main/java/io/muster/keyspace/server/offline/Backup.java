package io.muster.keyspace.server.offline;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.log.DataDir;
import io.muster.keyspace.server.log.DataDirCopy;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.log.UnusableDataDir;
import io.muster.keyspace.server.raft.StoredState;
import io.muster.keyspace.store.StoreImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a data directory holds, read while its member runs or when it has stopped.
///
/// @param member whose directory it is, with the addresses it was founded with
public record Backup(MemberInfo member, StoreImage image) {
    private static final int TRIES = 5;

    // what a directory of theirs always has
    private static final Map<String, String> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put("member/snap/db", "etcd 3");
        OTHERS.put("member", "etcd 2");
        OTHERS.put("snapshot", "etcd 0.x");
        OTHERS.put("version-2", "ZooKeeper");
        OTHERS.put("raft/raft.db", "Consul");
    }

    /// Reads the directory; nothing in it is changed.
    ///
    /// @param walDir where the log is kept; null for below the directory
    /// @param scratch a directory with room for a copy, which is gone when this returns
    /// @throws UnusableDataDir when it is another system's, or damaged
    public static Backup of(Path dataDir, @Nullable Path walDir, Path scratch) throws IOException {
        refuseOthers(dataDir);
        Identity identity = DataDir.inspect(dataDir)
                .orElseThrow(() -> new UnusableDataDir(
                        dataDir + " holds no member of keyspace-server: name the directory of its --data-dir"));
        MemberInfo member = identity.members().stream()
                .filter(founder -> founder.id() == identity.memberId())
                .findFirst()
                .orElseGet(() -> identity.members().getFirst());
        for (int left = TRIES; ; left--) {
            Path copy = Files.createTempDirectory(scratch, ".backup-");
            try {
                DataDirCopy.make(dataDir, walDir, copy);
                return new Backup(member, StoredState.read(copy, identity));
            } catch (IOException | UnusableDataDir e) {
                // a member that runs may have moved on meanwhile
                if (left == 1) {
                    throw e;
                }
            } finally {
                Directories.delete(copy);
            }
        }
    }

    private static void refuseOthers(Path dataDir) {
        OTHERS.forEach((name, system) -> {
            if (!Files.exists(dataDir.resolve("identity")) && Files.exists(dataDir.resolve(name))) {
                throw new UnusableDataDir(
                        dataDir + " was written by " + system + " (it has " + name + "), and only directories of"
                                + " keyspace-server can be read here: use the tools of " + system);
            }
        });
    }
}
