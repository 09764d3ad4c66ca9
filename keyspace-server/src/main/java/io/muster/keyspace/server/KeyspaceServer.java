package io.muster.keyspace.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.access.Access;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.server.http.ClientApi;
import io.muster.keyspace.server.http.HttpManners;
import io.muster.keyspace.server.http.ServedMember;
import io.muster.keyspace.server.log.SnapshotContent;
import io.muster.keyspace.server.log.UnusableDataDir;
import io.muster.keyspace.server.peer.CannotListen;
import io.muster.keyspace.server.peer.PeerSettings;
import io.muster.keyspace.store.Counts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One member as a program: its ports, its data, its part in the group and its HTTP APIs, started in order and closed
/// in reverse.
public final class KeyspaceServer implements Node {
    private final ServerConfig config;
    private final Membership membership;
    private final Member member;
    private final ClientApi api;
    private final Optional<FirstHeartbeat> heartbeat;
    private final CountDownLatch closed = new CountDownLatch(1);

    private KeyspaceServer(
            ServerConfig config,
            Membership membership,
            Member member,
            ClientApi api,
            Optional<FirstHeartbeat> heartbeat) {
        this.config = config;
        this.membership = membership;
        this.member = member;
        this.api = api;
        this.heartbeat = heartbeat;
    }

    /// Runs a server until SIGTERM or SIGINT, with the flags and variables of etcd 2.3.
    public static void main(String[] args) {
        LeveledLogs.install();
        Runnable withdraw = StopSignal.interruptsThisThread();
        int exitCode = run(List.of(args));
        if (!Thread.currentThread().isInterrupted()) {
            withdraw.run();
            System.exit(exitCode);
        }
    }

    /// Starts a member, and returns when it listens; it may still be without a leader. With a discovery URL and no data
    /// yet, this waits for the other founders.
    ///
    /// @throws StartFailure with a line for the user; nothing stays open
    /// @throws InterruptedException when interrupted while waiting for others; nothing stays open
    public static KeyspaceServer start(ServerConfig config) throws StartFailure, InterruptedException {
        return switch (Node.start(config)) {
            case KeyspaceServer server -> server;
            case ProxyServer proxy -> {
                proxy.close();
                throw new StartFailure("this server is to be a member, not a proxy; leave --proxy away");
            }
            case StandbyServer standby -> {
                standby.close();
                throw new StartFailure("this server is to be a member, but all seats are taken; raise activeSize");
            }
        };
    }

    /// Starts the member that it is known to be.
    ///
    /// @param sockets closed with this
    static KeyspaceServer start(ServerConfig config, Membership membership, Security security, ClientSockets sockets)
            throws StartFailure {
        Logger log = LoggerFactory.getLogger(KeyspaceServer.class);
        log.info(
                "starting member {} in cluster {}",
                membership.self().hexId(),
                Long.toHexString(membership.clusterId()));
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Member member = startMember(config, membership, security, meters);
        FirstMembership.configure(config, membership, member.keyspace());
        ClientApi api = serveClients(
                config,
                sockets.listeners(config.listenClientUrls(), security.clients()),
                new Served(config.name(), membership, member),
                meters);
        log.info("serving clients on {}", config.listenClientUrls());
        KeyspaceServer server = new KeyspaceServer(config, membership, member, api, FirstHeartbeat.begin(config));
        var _ = member.gone().thenRunAsync(server::stopForGood, afterAMoment());
        return server;
    }

    @Override
    public List<String> clientUrls() {
        return config.advertiseClientUrls();
    }

    /// This member as it presents itself to the cluster.
    public MemberInfo self() {
        return membership.self();
    }

    public long clusterId() {
        return membership.clusterId();
    }

    /// How the member sees its group now.
    public RaftStatus status() {
        return member.status();
    }

    @Override
    public void awaitStop() throws InterruptedException {
        closed.await();
    }

    /// Stops taking requests, hands leadership on and closes the data; harmless when repeated.
    @Override
    public synchronized void close() {
        if (closed.getCount() == 0) {
            return;
        }
        heartbeat.ifPresent(FirstHeartbeat::close);
        api.close();
        member.close();
        closed.countDown();
    }

    // Long enough for the answer to whoever asked for it.
    private static Executor afterAMoment() {
        return CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
    }

    // In etcd's words, which people look for.
    private void stopForGood() {
        Logger log = LoggerFactory.getLogger(KeyspaceServer.class);
        log.error("the member has been permanently removed from the cluster");
        log.info("the data-dir used by this member must be removed.");
        close();
    }

    private static int run(List<String> args) {
        try {
            return switch (Invocation.of(args, System.getenv())) {
                case Invocation.Print print -> {
                    System.out.print(print.text());
                    yield 0;
                }
                case Invocation.Serve serve -> serve(serve.config());
            };
        } catch (StartFailure failure) {
            System.err.println(failure.getMessage());
            return failure.exitCode();
        }
    }

    private static int serve(ServerConfig config) throws StartFailure {
        if (config.debug()) {
            // Read once, when the first logger is made.
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
        }
        try (Node node = Node.start(config)) {
            node.awaitStop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private static Member startMember(
            ServerConfig config, Membership membership, Security security, MeterRegistry meters) throws StartFailure {
        try {
            return Member.start(
                    new MemberSettings(
                            membership.clusterId(),
                            membership.self(),
                            membership.members(),
                            membership.founders(),
                            config.dataDir(),
                            config.walDir(),
                            config.heartbeat(),
                            config.election(),
                            config.snapshotCount(),
                            config.watchHistory(),
                            config.retention(),
                            config.minFreeBytes(),
                            config.strictReconfigCheck(),
                            config.forceNewCluster(),
                            config.dialect().keepsMembers(),
                            config.listenPeerUrls().stream()
                                    .map(url -> new PeerSettings.Listen(
                                            url.socketAddress(), url.secure() ? security.peers() : null))
                                    .toList(),
                            security.toPeers(),
                            OffsetClock.ofProcess()),
                    meters);
        } catch (UnusableDataDir | CannotListen e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static ClientApi serveClients(
            ServerConfig config, List<HttpManners.Listener> listeners, Served served, PrometheusMeterRegistry meters) {
        try {
            return ClientApi.start(listeners, served, config.clients(), OffsetClock.ofProcess(), meters);
        } catch (RuntimeException e) {
            served.member().close();
            throw e;
        }
    }

    /// The member as HTTP sees it.
    private record Served(String name, Membership membership, Member member) implements ServedMember {
        @Override
        public Keyspace keyspace() {
            return member.keyspace();
        }

        @Override
        public RaftStatus status() {
            return member.status();
        }

        @Override
        public List<MemberInfo> members() {
            return member.members();
        }

        @Override
        public Access access() {
            return member.access();
        }

        @Override
        public CompletableFuture<SnapshotContent> state() {
            return member.state();
        }

        @Override
        public Counts counts() {
            return member.counts();
        }

        @Override
        public CompletableFuture<Outcome> change(MemberChange change) {
            return member.change(change);
        }

        @Override
        public DiskReport disk() {
            return member.disk();
        }

        @Override
        public AppendStats appends() {
            return member.appends();
        }

        @Override
        public long id() {
            return membership.self().id();
        }

        @Override
        public long clusterId() {
            return membership.clusterId();
        }
    }
}
