package io.muster.keyspace.server;

import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.ServerConfig.Founding;
import io.muster.keyspace.server.bootstrap.DiscoveryHttp;
import io.muster.keyspace.server.bootstrap.FirstDiscovery;
import io.muster.keyspace.server.bootstrap.FirstDiscovery.Finding;
import io.muster.keyspace.server.bootstrap.FirstJoin;
import io.muster.keyspace.server.bootstrap.FirstJoin.Result;
import io.muster.keyspace.server.bootstrap.InitialCluster;
import io.muster.keyspace.server.peer.FirstConfig;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a member without data finds its cluster in the manner of etcd 0.4: by discovery, else by the peers it was told
/// of, else it is the first.
final class FirstMembership {
    private static final Logger LOG = LoggerFactory.getLogger(FirstMembership.class);

    private final ServerConfig config;
    private final HttpClient http;

    private FirstMembership(ServerConfig config, HttpClient http) {
        this.config = config;
        this.http = http;
    }

    /// @throws StartFailure in etcd's words when there is no way into the cluster
    static Seat find(ServerConfig config, Founding.First first) throws StartFailure, InterruptedException {
        try (HttpClient http = DiscoveryHttp.open(Optional.empty())) {
            return new FirstMembership(config, http).find(first);
        }
    }

    /// Whether there is a seat now, of those who know.
    ///
    /// @throws StartFailure when none of them answers
    static Seat askAgain(ServerConfig config, List<String> peerUrls) throws StartFailure, InterruptedException {
        try (HttpClient http = DiscoveryHttp.open(Optional.empty())) {
            return new FirstMembership(config, http).join(peerUrls, 1, Duration.ZERO);
        }
    }

    /// Has a cluster that this member founded alone look after its machines as the flags say, as long as nobody has
    /// said otherwise since.
    static void configure(ServerConfig config, Membership membership, Keyspace keyspace) {
        if (!(config.founding() instanceof Founding.First first)
                || first.config() == null
                || !membership.founders().equals(List.of(membership.self().id()))) {
            return;
        }
        String told = first.config().text();
        Condition preset = new Condition(FirstConfig.DEFAULT.text(), 0);
        var _ = keyspace.submit(new Command.Create(FirstConfig.KEY, false, told, null))
                .thenCompose(outcome -> outcome instanceof Failure failure && failure.code() == ErrorCode.KEY_EXISTS
                        ? keyspace.submit(new Command.CompareAndSwap(FirstConfig.KEY, told, null, preset, false))
                        : CompletableFuture.completedFuture(outcome))
                .thenAccept(outcome ->
                        LOG.info("cluster config = {}: {}", told, outcome instanceof Event ? "set" : outcome));
    }

    private Seat find(Founding.First first) throws StartFailure, InterruptedException {
        String discovery = first.discovery();
        List<String> told = first.peers().stream().map(peer -> "http://" + peer).toList();
        if (discovery == null) {
            return told.isEmpty() ? alone(null) : join(told, first.rounds(), first.pause());
        }
        Finding finding = FirstDiscovery.ask(http, Thread::sleep, LOG::info, discovery, config.name(), peerUrl());
        return switch (finding) {
            case Finding.Leads _ -> alone(discovery);
            case Finding.Peers peers -> {
                LOG.info("Discovery fetched back peer list: {}", peers.urls());
                yield join(peers.urls(), first.rounds(), first.pause());
            }
            case Finding.Nothing nothing -> {
                LOG.warn("{} failed to connect discovery service[{}]: {}", config.name(), discovery, nothing.reason());
                if (!told.isEmpty()) {
                    yield join(told, first.rounds(), first.pause());
                }
                throw new StartFailure(
                        nothing.registered()
                                ? nothing.reason()
                                : config.name() + " failed to connect discovery service[" + discovery + "]: "
                                        + nothing.reason() + "\n" + config.name()
                                        + ", the new instance, must register itself to discovery service as required");
            }
        };
    }

    private Seat join(List<String> peers, int rounds, Duration pause) throws StartFailure, InterruptedException {
        FirstJoin.Machine machine = new FirstJoin.Machine(
                config.name(), peerUrl(), config.advertiseClientUrls().getFirst());
        return switch (new FirstJoin(http, Thread::sleep, LOG::info).join(machine, peers, rounds, pause)) {
            case Result.Member member ->
                new Seat.Found(new Membership(
                        member.cluster().clusterId(),
                        self(member.id()),
                        member.cluster().members(),
                        member.cluster().founders()));
            case Result.Standby standby -> new Seat.Occupied(peers, standby.activeSize(), standby.syncInterval());
            case Result.Failed failed ->
                throw new StartFailure(failed.reason() + ": "
                        + failed.answers().entrySet().stream()
                                .map(answer -> answer.getKey() + ": " + answer.getValue())
                                .collect(Collectors.joining(", "))
                        + "; name running ones that have a seat with -peers");
        };
    }

    // Nobody has to compute this cluster's ids, so they never are those of another that began at the same place.
    private Seat alone(@Nullable String discovery) {
        String token = Objects.requireNonNullElse(discovery, "") + UUID.randomUUID();
        MemberInfo self = InitialCluster.member(config.name(), config.advertisePeerUrls(), token);
        InitialCluster cluster = new InitialCluster(List.of(self));
        return new Seat.Found(
                new Membership(cluster.clusterId(), self(self.id()), cluster.members(), List.of(self.id())));
    }

    private MemberInfo self(long id) {
        return new MemberInfo(id, config.name(), config.advertisePeerUrls(), config.advertiseClientUrls());
    }

    private String peerUrl() {
        return config.advertisePeerUrls().getFirst();
    }
}
