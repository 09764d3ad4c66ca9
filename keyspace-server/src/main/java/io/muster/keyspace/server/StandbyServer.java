package io.muster.keyspace.server;

import io.muster.keyspace.server.proxy.ClusterFile;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A machine beyond the active ones of a cluster, as etcd 0.4 had them. It hands clients on to those that are active,
/// and takes a seat among them as soon as one is free; from then on it is a member like any other.
public final class StandbyServer implements Node {
    private static final Logger LOG = LoggerFactory.getLogger(StandbyServer.class);

    private final ServerConfig config;
    private final Security security;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    // Guarded by this.
    private Node current;

    private StandbyServer(ServerConfig config, Security security, Seat.Occupied seat, Node proxy) {
        this.config = config;
        this.security = security;
        this.current = proxy;
        this.thread = Thread.ofPlatform().name("standby").daemon().unstarted(() -> standBy(seat));
    }

    /// Starts one, whose clients are served when this returns.
    ///
    /// @param sockets closed with this
    static StandbyServer start(ServerConfig config, Security security, ClientSockets sockets, Seat.Occupied seat)
            throws StartFailure, InterruptedException {
        LOG.info("standing by: the cluster has {} active machines already, which activeSize allows", seat.activeSize());
        ClusterFile file;
        try {
            file = ClusterFile.ofStandby(config.dataDir());
        } catch (IOException e) {
            throw new StartFailure("cannot use " + config.dataDir() + ": " + e, e);
        }
        ProxyServer proxy = ProxyServer.start(config, security, sockets, file, seat.peerUrls());
        StandbyServer standby = new StandbyServer(config, security, seat, proxy);
        standby.thread.start();
        return standby;
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
            closed.countDown();
            thread.interrupt();
            current.close();
        }
    }

    private void standBy(Seat.Occupied seat) {
        Seat.Occupied now = seat;
        try {
            while (true) {
                Thread.sleep(now.syncInterval());
                switch (ask(now)) {
                    case Seat.Found found -> {
                        takeSeat(found.membership()).awaitStop();
                        close();
                        return;
                    }
                    case Seat.Occupied still -> now = still;
                    case Seat.Taken _ -> throw new IllegalStateException("a seat of 0.4 is never taken for good");
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer standing by");
        } catch (StartFailure e) {
            LOG.error("this machine was let in, but cannot take its seat: {}", e.getMessage());
            close();
        }
    }

    private Seat ask(Seat.Occupied seat) throws InterruptedException {
        List<String> peerUrls = known(seat.peerUrls());
        try {
            return FirstMembership.askAgain(config, peerUrls);
        } catch (StartFailure e) {
            LOG.warn("still standing by: {}", e.getMessage());
            return seat;
        }
    }

    // The members may have changed since.
    private List<String> known(List<String> before) {
        try {
            return ClusterFile.ofStandby(config.dataDir()).read().orElse(before);
        } catch (IOException e) {
            return before;
        }
    }

    private synchronized Node takeSeat(Membership membership) throws StartFailure, InterruptedException {
        if (closed.getCount() == 0) {
            throw new InterruptedException("closed meanwhile");
        }
        LOG.info("there is room among the active machines: joining them");
        current.close();
        ClientSockets sockets = ClientSockets.bind(config.listenClientUrls());
        try {
            ClientSockets.checkPeers(config.listenPeerUrls());
            current = KeyspaceServer.start(config, membership, security, sockets);
            return current;
        } catch (StartFailure | RuntimeException e) {
            sockets.close();
            throw e;
        }
    }
}
