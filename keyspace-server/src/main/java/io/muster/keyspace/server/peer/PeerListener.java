package io.muster.keyspace.server.peer;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for peers: on each address both for links and for peer HTTP.
final class PeerListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerListener.class);

    private final Server server;

    private PeerListener(Server server) {
        this.server = server;
    }

    /// Listens on all of the addresses or on none.
    ///
    /// @throws CannotListen naming the address that cannot be had
    static PeerListener open(List<PeerSettings.Listen> addresses, LinkAcceptor links, PeerHttp http) {
        QueuedThreadPool threads = new QueuedThreadPool(8 + 2 * addresses.size(), 2);
        threads.setName("peer-port");
        threads.setReservedThreads(0);
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        for (PeerSettings.Listen listen : addresses) {
            List<ConnectionFactory> protocols = new ArrayList<>(
                    List.of(new DetectorConnectionFactory(links), new HttpConnectionFactory(configuration)));
            if (listen.tls() != null) {
                protocols.addFirst(listen.tls().before(protocols.getFirst().getProtocol()));
            }
            // The selecting thread accepts, too: peers connect seldom.
            ServerConnector connector =
                    new ServerConnector(server, null, null, null, 0, 1, protocols.toArray(ConnectionFactory[]::new));
            connector.setHost(listen.address().getHostString());
            connector.setPort(listen.address().getPort());
            connector.setReuseAddress(true);
            server.addConnector(connector);
        }
        server.setHandler(http);
        for (int i = 0; i < addresses.size(); i++) {
            open(
                    server,
                    (ServerConnector) server.getConnectors()[i],
                    addresses.get(i).address());
        }
        try {
            server.start();
        } catch (Exception e) {
            stop(server);
            throw new CannotListen("cannot serve peers on " + places(addresses) + ": " + e.getMessage(), e);
        }
        LOG.info("listening for peers addresses={}", places(addresses));
        return new PeerListener(server);
    }

    @Override
    public void close() {
        stop(server);
    }

    private static List<InetSocketAddress> places(List<PeerSettings.Listen> addresses) {
        return addresses.stream().map(PeerSettings.Listen::address).toList();
    }

    private static void open(Server server, ServerConnector connector, InetSocketAddress address) {
        try {
            connector.open();
        } catch (Exception e) {
            stop(server);
            String reason = e.getCause() instanceof BindException bind ? bind.getMessage() : e.getMessage();
            throw new CannotListen(
                    "cannot listen for peers on " + address.getHostString() + ":" + address.getPort() + ": " + reason
                            + "; stop what uses it, or choose another address with --listen-peer-urls",
                    e);
        }
    }

    private static void stop(Server server) {
        try {
            for (var connector : server.getConnectors()) {
                if (connector instanceof ServerConnector open) {
                    open.close();
                }
            }
            server.stop();
        } catch (Exception e) {
            LOG.warn("the peer port did not close cleanly: {}", e.toString());
        }
    }
}
