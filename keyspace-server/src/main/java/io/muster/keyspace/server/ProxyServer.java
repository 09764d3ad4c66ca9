package io.muster.keyspace.server;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.ServerConfig.Founding;
import io.muster.keyspace.server.bootstrap.DiscoveryHttp;
import io.muster.keyspace.server.bootstrap.DiscoveryJoin;
import io.muster.keyspace.server.bootstrap.InitialCluster;
import io.muster.keyspace.server.bootstrap.JoinResult;
import io.muster.keyspace.server.proxy.ClusterFile;
import io.muster.keyspace.server.proxy.Endpoints;
import io.muster.keyspace.server.proxy.ProxyPort;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A proxy as a program. Source: `proxy.md` of etcd 2.3.
public final class ProxyServer implements Node {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);

    private final ServerConfig config;
    private final ProxyPort port;
    private final CountDownLatch closed = new CountDownLatch(1);

    private ProxyServer(ServerConfig config, ProxyPort port) {
        this.config = config;
        this.port = port;
    }

    /// Starts one, whose first look at the members may find none: it goes on looking.
    static ProxyServer start(ServerConfig config, Security security, ClientSockets sockets)
            throws StartFailure, InterruptedException {
        LOG.info("proxy: this proxy supports v2 API only!");
        try {
            ClusterFile file = ClusterFile.in(config.dataDir());
            Optional<List<String>> remembered = file.read();
            List<String> known = remembered.isPresent() ? remembered(config, file, remembered.get()) : founders(config);
            return start(config, security, sockets, file, known);
        } catch (IOException e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /// Starts one that keeps what it knows in that file.
    ///
    /// @param known peer URLs of members
    static ProxyServer start(
            ServerConfig config, Security security, ClientSockets sockets, ClusterFile file, List<String> known)
            throws InterruptedException {
        Endpoints endpoints = new Endpoints(file, known, listed(config), config.proxy(), security.toPeers());
        ProxyPort port = ProxyPort.start(
                sockets.listeners(config.listenClientUrls(), security.clients()),
                endpoints,
                security.toPeers(),
                config.proxy(),
                config.clients(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        LOG.info("proxy: listening for client requests on {}", config.listenClientUrls());
        return new ProxyServer(config, port);
    }

    @Override
    public List<String> clientUrls() {
        return config.advertiseClientUrls();
    }

    @Override
    public void awaitStop() throws InterruptedException {
        closed.await();
    }

    @Override
    public synchronized void close() {
        if (closed.getCount() > 0) {
            port.close();
            closed.countDown();
        }
    }

    private static List<String> remembered(ServerConfig config, ClusterFile file, List<String> peerUrls) {
        if (config.founding() instanceof Founding.Discovered) {
            LOG.warn(
                    "discovery token ignored since the proxy has already been initialized. Valid cluster file found"
                            + " at \"{}\"",
                    file);
        }
        LOG.info("proxy: using peer urls {} from cluster file \"{}\"", peerUrls, file);
        return peerUrls;
    }

    private static List<String> founders(ServerConfig config) throws StartFailure, InterruptedException {
        List<String> peerUrls =
                switch (config.founding()) {
                    case Founding.Discovered discovered -> peerUrls(lookOn(config, discovered));
                    case Founding.Recorded recorded -> peerUrls(Membership.lookUp(config, recorded));
                    case Founding.Listed _, Founding.Alone _, Founding.First _ -> listed(config);
                };
        LOG.info("proxy: using peer urls {}", peerUrls);
        return peerUrls;
    }

    private static List<String> listed(ServerConfig config) {
        return switch (config.founding()) {
            case Founding.Listed listed -> peerUrls(listed.cluster());
            case Founding.Alone alone -> peerUrls(alone.cluster());
            case Founding.First first ->
                first.peers().stream().map(peer -> "http://" + peer).toList();
            case Founding.Discovered _, Founding.Recorded _ -> List.of();
        };
    }

    private static List<String> peerUrls(InitialCluster cluster) {
        return cluster.members().stream()
                .map(MemberInfo::peerUrls)
                .flatMap(List::stream)
                .sorted()
                .distinct()
                .toList();
    }

    private static InitialCluster lookOn(ServerConfig config, Founding.Discovered discovered)
            throws StartFailure, InterruptedException {
        Logger log = LoggerFactory.getLogger(DiscoveryJoin.class);
        try (HttpClient http = DiscoveryHttp.open(Optional.ofNullable(discovered.proxy()))) {
            JoinResult result = DiscoveryJoin.lookOn(
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
