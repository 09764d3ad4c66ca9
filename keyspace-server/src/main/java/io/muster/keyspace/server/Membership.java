package io.muster.keyspace.server;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.ServerConfig.Founding;
import io.muster.keyspace.server.bootstrap.DiscoveryHttp;
import io.muster.keyspace.server.bootstrap.DiscoveryJoin;
import io.muster.keyspace.server.bootstrap.InitialCluster;
import io.muster.keyspace.server.bootstrap.JoinResult;
import io.muster.keyspace.server.log.DataDir;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.log.UnusableDataDir;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which member this is, of which cluster, founded by whom: what the data directory says, else what the configuration
/// says, else what a discovery service says.
///
/// @param self with the addresses it tells others now
record Membership(long clusterId, MemberInfo self, List<MemberInfo> founders) {
    Membership {
        founders = List.copyOf(founders);
    }

    /// Finds out, which may take as long as the other founders need to register.
    ///
    /// @throws StartFailure when data and configuration disagree, or the discovery service refuses
    static Membership of(ServerConfig config) throws StartFailure, InterruptedException {
        Optional<Identity> present;
        try {
            present = DataDir.inspect(config.dataDir());
        } catch (UnusableDataDir e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
        return present.isPresent() ? resumed(config, present.get()) : founded(config);
    }

    private static Membership resumed(ServerConfig config, Identity identity) throws StartFailure {
        switch (config.founding()) {
            // Whoever names the founders means that cluster and no other; Member.start tells the difference.
            case Founding.Listed listed -> {
                return of(config, listed.cluster());
            }
            case Founding.Alone _ -> {}
            case Founding.Discovered discovered -> {
                MemberInfo wanted = InitialCluster.member(config.name(), config.advertisePeerUrls(), discovered.url());
                if (wanted.id() != identity.memberId()) {
                    throw new StartFailure("data directory " + config.dataDir() + " holds member "
                            + Long.toHexString(identity.memberId()) + " of cluster "
                            + Long.toHexString(identity.clusterId()) + ", but " + discovered.url() + " and "
                            + String.join(",", config.advertisePeerUrls()) + " make this member " + wanted.hexId()
                            + "; choose another --data-dir, or leave --discovery away to run the old member");
                }
                LoggerFactory.getLogger(Membership.class)
                        .info("discovery URL ignored: {} holds a member of this cluster already", config.dataDir());
            }
        }
        return new Membership(identity.clusterId(), self(config, identity.memberId()), identity.members());
    }

    private static Membership founded(ServerConfig config) throws StartFailure, InterruptedException {
        if (config.joining()) {
            throw new StartFailure("--initial-cluster-state=existing, but " + config.dataDir()
                    + " holds no member, and joining a running cluster is not supported yet;"
                    + " found it with --initial-cluster-state=new");
        }
        return switch (config.founding()) {
            case Founding.Listed listed -> of(config, listed.cluster());
            case Founding.Alone alone -> of(config, alone.cluster());
            case Founding.Discovered discovered -> of(config, join(config, discovered));
        };
    }

    private static Membership of(ServerConfig config, InitialCluster cluster) throws StartFailure {
        MemberInfo founder = cluster.named(config.name())
                .orElseThrow(() -> new StartFailure(
                        "member '" + config.name() + "' is not among the founders " + cluster.format()));
        return new Membership(cluster.clusterId(), self(config, founder.id()), cluster.members());
    }

    private static MemberInfo self(ServerConfig config, long id) {
        return new MemberInfo(id, config.name(), config.advertisePeerUrls(), config.advertiseClientUrls());
    }

    private static InitialCluster join(ServerConfig config, Founding.Discovered discovered)
            throws StartFailure, InterruptedException {
        Logger log = LoggerFactory.getLogger(DiscoveryJoin.class);
        try (HttpClient http = DiscoveryHttp.open(Optional.ofNullable(discovered.proxy()))) {
            JoinResult result = DiscoveryJoin.join(
                    http, Thread::sleep, log::info, discovered.url(), config.name(), config.advertisePeerUrls());
            return switch (result) {
                case JoinResult.Joined joined -> joined.cluster();
                case JoinResult.Refused refused -> throw new StartFailure(refused.exitCode(), List.of(refused.line()));
            };
        } catch (IllegalArgumentException e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
