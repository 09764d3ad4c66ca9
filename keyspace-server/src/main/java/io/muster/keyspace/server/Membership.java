package io.muster.keyspace.server;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.ServerConfig.Founding;
import io.muster.keyspace.server.ServerConfig.Standing;
import io.muster.keyspace.server.bootstrap.DiscoveryHttp;
import io.muster.keyspace.server.bootstrap.DiscoveryJoin;
import io.muster.keyspace.server.bootstrap.InitialCluster;
import io.muster.keyspace.server.bootstrap.JoinResult;
import io.muster.keyspace.server.bootstrap.RunningCluster;
import io.muster.keyspace.server.bootstrap.SrvCluster;
import io.muster.keyspace.server.log.DataDir;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.log.UnusableDataDir;
import io.muster.keyspace.server.tls.ClientTls;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which member this is, of which cluster, among whom: what the data directory says, else what the members of a running
/// cluster say, else what the configuration says, else what a discovery service says.
///
/// @param self with the addresses it tells others now
/// @param founders the ids of those that found the cluster, or have founded it
record Membership(long clusterId, MemberInfo self, List<MemberInfo> members, List<Long> founders) {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    Membership {
        members = List.copyOf(members);
        founders = List.copyOf(founders);
    }

    /// Finds out, which may take as long as the other founders need to register.
    ///
    /// @param tls for `https` peer URLs
    /// @throws StartFailure when data and configuration disagree, or those asked refuse
    static Seat of(ServerConfig config, ClientTls tls) throws StartFailure, InterruptedException {
        Optional<Identity> present;
        try {
            present = DataDir.inspect(config.dataDir());
        } catch (UnusableDataDir e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
        if (present.isPresent()) {
            return new Seat.Found(resumed(config, present.get()));
        }
        return config.joining() ? new Seat.Found(joined(config, tls)) : founded(config, tls);
    }

    private static Membership resumed(ServerConfig config, Identity identity) throws StartFailure {
        // Whoever begins anew with old data says so; what made the old cluster's ids may stay in the configuration.
        if (config.forceNewCluster() || identity.fromBackup()) {
            LOG.info(
                    "{} holds member {} of cluster {}; what the configuration says of founders is ignored",
                    config.dataDir(),
                    Long.toHexString(identity.memberId()),
                    Long.toHexString(identity.clusterId()));
        } else {
            checkFounding(config, identity);
        }
        return new Membership(
                identity.clusterId(), self(config, identity.memberId()), identity.members(), identity.founders());
    }

    private static void checkFounding(ServerConfig config, Identity identity) throws StartFailure {
        switch (config.founding()) {
            case Founding.Listed listed -> checkSame(config, listed.cluster(), identity);
            case Founding.Alone _, Founding.Recorded _, Founding.First _ -> {}
            case Founding.Discovered discovered -> {
                MemberInfo wanted = InitialCluster.member(config.name(), config.advertisePeerUrls(), discovered.url());
                if (wanted.id() != identity.memberId()) {
                    throw new StartFailure("data directory " + config.dataDir() + " holds member "
                            + Long.toHexString(identity.memberId()) + " of cluster "
                            + Long.toHexString(identity.clusterId()) + ", but " + discovered.url() + " and "
                            + String.join(",", config.advertisePeerUrls()) + " make this member " + wanted.hexId()
                            + "; choose another --data-dir, or leave --discovery away to run the old member");
                }
                LOG.info(
                        "discovery token ignored since a cluster has already been initialized. Valid log found at \"{}\"",
                        config.dataDir());
            }
        }
    }

    private static void checkSame(ServerConfig config, InitialCluster named, Identity identity) throws StartFailure {
        MemberInfo self = named.named(config.name()).orElseThrow();
        if (self.id() == identity.memberId() || isSame(config.joining(), self, named, identity)) {
            return;
        }
        String whose = named.clusterId() == identity.clusterId()
                ? "member " + Long.toHexString(identity.memberId()) + ", not to member " + self.hexId()
                : "cluster " + Long.toHexString(identity.clusterId()) + ", not to cluster "
                        + Long.toHexString(named.clusterId());
        throw new StartFailure("data directory " + config.dataDir() + " belongs to " + whose
                + "; choose another with --data-dir, or remove it if that cluster is gone");
    }

    // Whoever names a cluster means that one. Nobody can compute the ids of those who joined later, and a list that was
    // changed along with the members gives another cluster id: then addresses must do.
    private static boolean isSame(boolean joining, MemberInfo self, InitialCluster named, Identity identity) {
        List<MemberInfo> here = identity.members().stream()
                .filter(member -> sharesAddress(member, self))
                .toList();
        boolean sameFounders =
                named.members().stream().anyMatch(member -> identity.founders().contains(member.id()));
        boolean computable = identity.founders().contains(identity.memberId());
        if (!joining && computable && !sameFounders) {
            return false;
        }
        if (!here.isEmpty()) {
            return here.getFirst().id() == identity.memberId();
        }
        return identity.members().stream()
                .anyMatch(known -> named.members().stream().anyMatch(member -> sharesAddress(known, member)));
    }

    private static boolean sharesAddress(MemberInfo one, MemberInfo other) {
        return one.peerUrls().stream().anyMatch(other.peerUrls()::contains);
    }

    private static Seat founded(ServerConfig config, ClientTls tls) throws StartFailure, InterruptedException {
        return switch (config.founding()) {
            case Founding.Listed listed -> {
                refuseIfBootstrapped(config, listed.cluster(), tls);
                yield new Seat.Found(of(config, listed.cluster()));
            }
            case Founding.Alone alone -> new Seat.Found(of(config, alone.cluster()));
            case Founding.Discovered discovered -> {
                Optional<InitialCluster> founders = join(config, discovered);
                yield founders.isPresent() ? new Seat.Found(of(config, founders.get())) : new Seat.Taken();
            }
            case Founding.Recorded recorded -> {
                InitialCluster cluster = lookUp(config, recorded);
                refuseIfBootstrapped(config, cluster, tls);
                yield new Seat.Found(of(config, cluster));
            }
            case Founding.First first -> FirstMembership.find(config, first);
        };
    }

    private static Membership joined(ServerConfig config, ClientTls tls) throws StartFailure, InterruptedException {
        InitialCluster named =
                switch (config.founding()) {
                    case Founding.Listed listed -> listed.cluster();
                    case Founding.Alone alone -> alone.cluster();
                    case Founding.Recorded recorded -> lookUp(config, recorded);
                    case Founding.First first -> first.self();
                    case Founding.Discovered _ ->
                        throw new StartFailure("discovery URL should not be set when joining existing initial cluster");
                };
        RunningCluster running = ask(named, config.name(), tls)
                .orElseThrow(() -> new StartFailure("cannot fetch cluster info from peer urls: could not retrieve"
                        + " cluster information from the given urls; name running members with --initial-cluster"));
        List<MemberInfo> members;
        try {
            members = running.identify(named);
        } catch (IllegalArgumentException e) {
            throw new StartFailure(
                    "error validating peerURLs " + describe(running.members()) + ": " + e.getMessage()
                            + "; add this member with etcdctl member add, and give --initial-cluster as it says",
                    e);
        }
        if (running.founders().isEmpty()) {
            throw new StartFailure("incompatible with current running cluster: its members are not of this kind; a"
                    + " cluster of another etcd cannot be joined");
        }
        MemberInfo self = members.stream()
                .filter(member -> member.name().equals(config.name()))
                .findFirst()
                .orElseThrow();
        // Its log and its vote are gone with its data, and the others count on both.
        if (running.member(self.id()).filter(known -> !known.name().isEmpty()).isPresent()) {
            throw new StartFailure("member " + self.hexId() + " has already been started, and its data is not in "
                    + config.dataDir() + "; remove it from the cluster and add it again");
        }
        return new Membership(running.clusterId(), self(config, self.id()), members, running.founders());
    }

    // A founder that has lost its data must not come back as if nothing had ever been agreed on.
    private static void refuseIfBootstrapped(ServerConfig config, InitialCluster founders, ClientTls tls)
            throws StartFailure, InterruptedException {
        long self = founders.named(config.name()).orElseThrow().id();
        boolean bootstrapped = ask(founders, config.name(), tls)
                .flatMap(running -> running.member(self))
                .filter(known -> !known.clientUrls().isEmpty())
                .isPresent();
        if (bootstrapped) {
            throw new StartFailure("member " + Long.toHexString(self) + " has already been bootstrapped, and its data"
                    + " is not in " + config.dataDir() + "; remove it from the cluster and add it again");
        }
    }

    private static Optional<RunningCluster> ask(InitialCluster cluster, String self, ClientTls tls)
            throws InterruptedException {
        List<String> urls = cluster.members().stream()
                .filter(member -> !member.name().equals(self))
                .flatMap(member -> member.peerUrls().stream())
                .sorted()
                .toList();
        try (HttpClient http = DiscoveryHttp.toPeers(tls, urls)) {
            return RunningCluster.ask(http, urls, LOG::info);
        }
    }

    private static Membership of(ServerConfig config, InitialCluster cluster) throws StartFailure {
        MemberInfo founder = cluster.named(config.name())
                .orElseThrow(() -> new StartFailure(
                        "member '" + config.name() + "' is not among the founders " + cluster.format()));
        return new Membership(
                cluster.clusterId(),
                self(config, founder.id()),
                cluster.members(),
                cluster.members().stream().map(MemberInfo::id).toList());
    }

    /// The founders that the DNS knows.
    static InitialCluster lookUp(ServerConfig config, Founding.Recorded recorded) throws StartFailure {
        try {
            return SrvCluster.lookUp(
                    recorded.domain(), recorded.token(), config.name(), config.advertisePeerUrls(), LOG::info);
        } catch (IllegalArgumentException e) {
            throw new StartFailure("error setting up initial cluster: " + e.getMessage(), e);
        }
    }

    private static MemberInfo self(ServerConfig config, long id) {
        return new MemberInfo(id, config.name(), config.advertisePeerUrls(), config.advertiseClientUrls());
    }

    private static String describe(List<MemberInfo> members) {
        return String.join(
                ",",
                members.stream()
                        .map(member -> member.hexId() + "=" + String.join(",", member.peerUrls()))
                        .toList());
    }

    private static Optional<InitialCluster> join(ServerConfig config, Founding.Discovered discovered)
            throws StartFailure, InterruptedException {
        Logger log = LoggerFactory.getLogger(DiscoveryJoin.class);
        if (discovered.proxy() != null) {
            log.info("using proxy \"{}\"", DiscoveryHttp.proxyUrl(discovered.proxy()));
        }
        try (HttpClient http = DiscoveryHttp.open(Optional.ofNullable(discovered.proxy()))) {
            JoinResult result = DiscoveryJoin.join(
                    http, Thread::sleep, log::info, discovered.url(), config.name(), config.advertisePeerUrls());
            return switch (result) {
                case JoinResult.Joined joined -> Optional.of(joined.cluster());
                case JoinResult.Refused refused
                when refused.reason() == JoinResult.Reason.CLUSTER_FULL
                        && config.standing() == Standing.MEMBER_ELSE_PROXY -> Optional.empty();
                case JoinResult.Refused refused -> throw DiscoveryFailure.of(config, discovered, refused);
            };
        } catch (IllegalArgumentException e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
