package io.muster.keyspace.server;

import io.muster.keyspace.server.log.DataDir;
import io.muster.keyspace.server.log.UnusableDataDir;
import io.muster.keyspace.server.proxy.ClusterFile;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a server is to its cluster: a member, a proxy in front of the members, or a standby that waits for a seat among
/// them.
public sealed interface Node extends AutoCloseable permits KeyspaceServer, ProxyServer, StandbyServer {
    /// What clients are told to reach this node at.
    List<String> clientUrls();

    /// Waits until somebody closes this.
    void awaitStop() throws InterruptedException;

    /// Stops taking requests and releases everything; harmless when repeated.
    @Override
    void close();

    /// Starts what the data directory has been used by before, else what the configuration asks for, and returns when
    /// it listens. With a discovery URL and no data yet, this waits for the founders.
    ///
    /// @throws StartFailure with a line for the user; nothing stays open
    /// @throws InterruptedException when interrupted while waiting for others; nothing stays open
    static Node start(ServerConfig config) throws StartFailure, InterruptedException {
        Logger log = LoggerFactory.getLogger(Node.class);
        config.logLevels().apply();
        StartLog.describe(config, log);
        boolean proxy = isProxy(config, log);
        Security security = Security.of(config);
        ClientSockets sockets = ClientSockets.bind(config.listenClientUrls());
        try {
            if (proxy) {
                return ProxyServer.start(config, security, sockets);
            }
            ClientSockets.checkPeers(config.listenPeerUrls());
            return switch (Membership.of(config, security.toPeers())) {
                case Seat.Found found -> KeyspaceServer.start(config, found.membership(), security, sockets);
                case Seat.Taken _ -> {
                    log.info("discovery cluster full, falling back to proxy");
                    yield ProxyServer.start(config, security, sockets);
                }
                case Seat.Occupied occupied -> StandbyServer.start(config, security, sockets, occupied);
            };
        } catch (StartFailure | InterruptedException | RuntimeException e) {
            sockets.close();
            throw e;
        }
    }

    private static boolean isProxy(ServerConfig config, Logger log) throws StartFailure {
        boolean member;
        try {
            member = DataDir.inspect(config.dataDir()).isPresent();
        } catch (UnusableDataDir e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
        boolean proxy = ClusterFile.isProxy(config.dataDir());
        if (member && proxy) {
            throw new StartFailure("invalid datadir. Both member and proxy directories exist in " + config.dataDir()
                    + "; choose another with --data-dir, or remove what this server is not to be");
        }
        boolean asked = config.standing() == ServerConfig.Standing.PROXY;
        if (member || proxy) {
            String before = member ? "member" : "proxy";
            if (member == asked) {
                log.warn("the server is already initialized as {} before, starting as etcd {}...", before, before);
            }
            return proxy;
        }
        return asked;
    }
}
