package io.muster.keyspace.server.offline;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.bootstrap.InitialCluster;
import io.muster.keyspace.server.log.Checksums;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.log.UnusableDataDir;
import io.muster.keyspace.server.raft.StoredState;
import io.muster.keyspace.store.StoreImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One member of a cluster that shall begin with the state of another; its ids are its own, so the two never mix.
public final class NewCluster {
    private final MemberInfo self;
    private final Identity identity;

    private NewCluster(MemberInfo self, Identity identity) {
        this.self = self;
        this.identity = identity;
    }

    /// A member of a cluster of several, each of which begins with the same state.
    ///
    /// @param founders as `--initial-cluster` names them
    /// @param token what sets this cluster apart from others of the same addresses
    /// @throws IllegalArgumentException with a sentence for the user when these do not fit together
    public static NewCluster of(String name, String founders, String token, List<String> peerUrls) {
        InitialCluster cluster = InitialCluster.parse(founders, token);
        MemberInfo self = cluster.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "couldn't find local name \"" + name + "\" in the initial cluster configuration"));
        if (!List.copyOf(self.peerUrls()).equals(peerUrls.stream().sorted().toList())) {
            throw new IllegalArgumentException("--initial-cluster has " + name + "="
                    + String.join(",", self.peerUrls()) + " but --initial-advertise-peer-urls says "
                    + String.join(",", peerUrls));
        }
        return new NewCluster(self, new Identity(cluster.clusterId(), self.id(), cluster.members()));
    }

    /// The only member of its cluster, at the addresses of a former one, with ids that nobody had.
    public static NewCluster alone(MemberInfo former) {
        String token = "backup-" + UUID.randomUUID();
        MemberInfo self = InitialCluster.member(former.name(), former.peerUrls(), token);
        InitialCluster cluster = new InitialCluster(List.of(self));
        return new NewCluster(self, Identity.ofBackup(cluster.clusterId(), self));
    }

    public MemberInfo self() {
        return self;
    }

    public long clusterId() {
        return identity.clusterId();
    }

    /// Lays down the member's data directory; when this fails nothing is left of it.
    ///
    /// @param walDir where the log is kept; null for below the directory
    /// @throws UnusableDataDir when there is something already
    public void begin(Path dataDir, @Nullable Path walDir, StoreImage image) throws IOException {
        refuseFull(dataDir);
        if (walDir != null) {
            refuseFull(walDir);
        }
        Path made = dataDir.toAbsolutePath().resolveSibling(dataDir.getFileName() + ".tmp");
        refuseFull(made);
        try {
            StoredState.found(made, walDir, identity, image);
            Checksums.write(made, walDir != null ? walDir : made.resolve("wal"));
            Files.deleteIfExists(dataDir);
            Files.move(made, dataDir);
        } catch (IOException | RuntimeException e) {
            Directories.delete(made);
            if (walDir != null) {
                Directories.delete(walDir);
            }
            throw e;
        }
    }

    private static void refuseFull(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isEmpty()) {
                    return;
                }
            }
        }
        if (Files.exists(directory)) {
            throw new UnusableDataDir("data-dir \"" + directory + "\" exists; name one that does not");
        }
    }
}
