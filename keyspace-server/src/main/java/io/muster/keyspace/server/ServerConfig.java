package io.muster.keyspace.server;

import io.muster.keyspace.server.bootstrap.InitialCluster;
import io.muster.keyspace.server.http.ClientSettings;
import io.muster.keyspace.server.log.Retention;
import io.muster.keyspace.server.peer.FirstConfig;
import io.muster.keyspace.server.proxy.ProxySettings;
import io.muster.keyspace.server.tls.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything one server was told, complete and free of contradictions. Source: the configuration flags of etcd 2.3
/// (`configuration.md`).
///
/// @param walDir a directory of its own for the log; null keeps it in `dataDir`
/// @param advertiseClientUrls what clients are told, as spelled
/// @param advertisePeerUrls what the other members are told, as spelled
/// @param joining the cluster already runs (`--initial-cluster-state=existing`)
/// @param forceNewCluster begin a cluster of one with the data there is
/// @param strictReconfigCheck refuse changes of the members that could cost the quorum
/// @param retention how many snapshots and log files are kept
/// @param minFreeBytes how much space should be free on the disks; 0 for what the next log file and snapshot take
/// @param clients how the client ports are to behave
/// @param watchHistory how many events a late watch can look back
/// @param logLevels of single packages
/// @param clientTls what secures the client ports
/// @param peerTls what secures the peer ports, and the ways to those of others
/// @param standing whether to take part in the cluster or to stand in front of it
/// @param proxy how to stand in front of it
/// @param notices lines for the log: what was taken from where
/// @param warnings lines for the log: what was given without effect, variables nobody knows
public record ServerConfig(
        String name,
        Path dataDir,
        @Nullable Path walDir,
        List<Endpoint> listenClientUrls,
        List<String> advertiseClientUrls,
        List<Endpoint> listenPeerUrls,
        List<String> advertisePeerUrls,
        Founding founding,
        boolean joining,
        boolean forceNewCluster,
        boolean strictReconfigCheck,
        Duration heartbeat,
        Duration election,
        int snapshotCount,
        Retention retention,
        long minFreeBytes,
        ClientSettings clients,
        int watchHistory,
        boolean debug,
        PackageLevels logLevels,
        TlsSettings clientTls,
        TlsSettings peerTls,
        Standing standing,
        ProxySettings proxy,
        List<String> notices,
        List<String> warnings) {
    /// What a server without data is to be. One with data is what it was.
    public enum Standing {
        MEMBER,
        /// A member, or a proxy when the discovery service has all the founders it needs.
        MEMBER_ELSE_PROXY,
        PROXY
    }

    /// How a member without data learns who founds its cluster.
    public sealed interface Founding {
        /// It was told.
        record Listed(InitialCluster cluster) implements Founding {}

        /// It was told nothing and founds a cluster of its own.
        record Alone(InitialCluster cluster) implements Founding {}

        /// It asks a discovery service.
        ///
        /// @param url exactly as given, since ids are computed from the spelling
        /// @param proxy the HTTP proxy on the way there, null for none
        record Discovered(String url, @Nullable String proxy) implements Founding {}

        /// It looks up SRV records.
        ///
        /// @param self this member alone, as it would found a cluster
        record Recorded(String domain, String token, InitialCluster self) implements Founding {}

        /// It does as etcd 0.4 did: it asks a discovery service of that time, then the peers it was told of, and founds
        /// a cluster alone when it was told of neither.
        ///
        /// @param peers as `host:port`
        /// @param rounds how often to ask all of them
        /// @param pause between two rounds
        /// @param self this member alone, as it would found a cluster
        /// @param config how a cluster that it founds looks after its machines; null for the default
        record First(
                @Nullable String discovery,
                List<String> peers,
                int rounds,
                Duration pause,
                InitialCluster self,
                @Nullable FirstConfig config)
                implements Founding {
            public First {
                peers = List.copyOf(peers);
            }
        }
    }

    public ServerConfig {
        listenClientUrls = List.copyOf(listenClientUrls);
        advertiseClientUrls = List.copyOf(advertiseClientUrls);
        listenPeerUrls = List.copyOf(listenPeerUrls);
        advertisePeerUrls = List.copyOf(advertisePeerUrls);
        notices = List.copyOf(notices);
        warnings = List.copyOf(warnings);
    }

    /// Which generation of etcd the server talks like.
    public Dialect dialect() {
        return clients.dialect();
    }

    /// Reads a command line and the `ETCD_*` variables among `environment`; the command line wins.
    ///
    /// @throws StartFailure naming every fault at once; also when the arguments ask to print something
    ///     (`--version`, `--help`) instead of serving
    public static ServerConfig parse(List<String> args, Map<String, String> environment) throws StartFailure {
        return switch (Invocation.of(args, environment)) {
            case Invocation.Serve serve -> serve.config();
            case Invocation.Print _ -> throw new StartFailure("--version and --help start no server; leave them away");
        };
    }
}
