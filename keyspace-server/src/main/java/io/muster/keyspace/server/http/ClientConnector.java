package io.muster.keyspace.server.http;

import io.muster.keyspace.server.tls.ServerTls;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts clients, and serves each connection on the thread that selects it, as long as nothing has to be waited for.
///
/// Jetty answers by a thread of its pool, which for a small answer costs more than the answer. When the server's
/// handlers never block, everything that a connection needs happens on its selector's thread instead, also when an
/// answer became known elsewhere: a whole pack of them costs one wake-up.
public final class ClientConnector extends ServerConnector {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnector.class);

    private final HttpManners.Door door;
    private final @Nullable Load load;
    private final Map<ManagedSelector, Newcomers> ofSelectors = new ConcurrentHashMap<>();

    /// @param tls what secures the connections; null for plain ones
    /// @param load of the port; null when that is not limited
    ClientConnector(
            Server server,
            HttpConfiguration http,
            HttpManners.Door door,
            @Nullable ServerTls tls,
            @Nullable Load load) {
        super(
                server,
                new Resuming(server),
                null,
                null,
                1,
                -1,
                factories(new VerbatimConnection.Factory(http, load), tls));
        this.door = door;
        this.load = load;
        getSelectorManager().addEventListener(new Doorway(load));
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (load != null) {
            cutSlowClients(load);
        }
    }

    private static void cutIfTooSlow(EndPoint endPoint, Load ofPort) {
        if (endPoint instanceof ServedEndPoint served && served.pace.isTooSlow(ofPort.patience())) {
            ofPort.clientWasTooSlow();
            endPoint.close();
        }
    }

    private void cutSlowClients(Load ofPort) {
        getScheduler()
                .schedule(
                        () -> {
                            if (isRunning()) {
                                getConnectedEndPoints().forEach(endPoint -> cutIfTooSlow(endPoint, ofPort));
                                cutSlowClients(ofPort);
                            }
                        },
                        ofPort.patience().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static ConnectionFactory[] factories(ConnectionFactory http, @Nullable ServerTls tls) {
        return tls == null
                ? new ConnectionFactory[] {http}
                : new ConnectionFactory[] {tls.before(http.getProtocol()), http};
    }

    /// Runs a task that does not block on the thread that serves the connection a request came by.
    public static void runWhereServed(Request request, Runnable task) {
        ServedEndPoint served =
                ServedEndPoint.of(request.getConnectionMetaData().getConnection());
        if (served != null) {
            served.run(task);
        } else {
            request.getComponents().getExecutor().execute(task);
        }
    }

    @Override
    protected ServerSocketChannel openAcceptChannel() throws IOException {
        return door.open();
    }

    // Asks the system to look after silent connections: a client that vanished without a word must not hold its watch
    // for ever.
    @Override
    protected void configure(Socket accepted) {
        super.configure(accepted);
        try {
            accepted.setKeepAlive(true);
        } catch (IOException e) {
            LOG.debug("no keep-alive on {}", accepted, e);
        }
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        Newcomers newcomers = ofSelectors.computeIfAbsent(
                selector, _ -> new Newcomers(task -> selector.submit(_ -> task.run()), System::nanoTime));
        SocketChannelEndPoint endPoint = new ServedEndPoint(channel, selector, key, getScheduler(), newcomers);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    private static final class ServedEndPoint extends SocketChannelEndPoint {
        private final ManagedSelector selector;
        private final Newcomers newcomers;
        private final Pace pace = new Pace(this);

        ServedEndPoint(
                SocketChannel channel,
                ManagedSelector selector,
                SelectionKey key,
                Scheduler scheduler,
                Newcomers newcomers) {
            super(channel, selector, key, scheduler);
            this.selector = selector;
            this.newcomers = newcomers;
        }

        // What is to be done now that something has come or can be sent.
        @Override
        public @Nullable Runnable onSelected() {
            Runnable task = super.onSelected();
            VerbatimConnection http = VerbatimConnection.on(this);
            boolean stays = http != null && http.getMessagesIn() > 1;
            if (task == null || stays || Invocable.getInvocationType(task) != InvocationType.NON_BLOCKING) {
                return task;
            }
            newcomers.add(task);
            return null;
        }

        @Override
        public boolean flush(ByteBuffer... buffers) throws IOException {
            long before = BufferUtil.remaining(buffers);
            boolean all = super.flush(buffers);
            pace.sent(before - BufferUtil.remaining(buffers));
            return all;
        }

        /// What a connection is served on, by TLS or without; null for one that another connector accepted.
        static @Nullable ServedEndPoint of(Connection connection) {
            EndPoint endPoint = connection.getEndPoint();
            EndPoint outer = endPoint instanceof EndPoint.Wrapper tls ? tls.unwrap() : endPoint;
            return outer instanceof ServedEndPoint served ? served : null;
        }

        /// Runs a task on the thread that selects this.
        void run(Runnable task) {
            selector.submit(_ -> task.run());
        }
    }

    /// How many clients come in at a time: as few as keep the selector busy, so that those who are in are not kept
    /// waiting by a crowd. The others wait where the system keeps them, and a moment longer when the port is full:
    /// telling them so must not cost those who are in what it saves them.
    private static final class Doorway implements SelectorManager.AcceptListener {
        private static final int AT_ONCE = 8;
        private static final Duration PAUSE_WHEN_FULL = Duration.ofNanos(500_000);

        private final Semaphore room = new Semaphore(AT_ONCE);
        private final @Nullable Load load;

        Doorway(@Nullable Load load) {
            this.load = load;
        }

        @Override
        public void onAccepting(SelectableChannel channel) {
            try {
                if (load != null && load.connections.isReached()) {
                    Thread.sleep(PAUSE_WHEN_FULL);
                }
                room.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the connector stops
            }
        }

        @Override
        public void onAccepted(SelectableChannel channel) {
            room.release();
        }

        @Override
        public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
            room.release();
        }
    }

    /// What Jetty executes is a selector's own work when a client is let in, and a connection itself when an answer has
    /// been given elsewhere and the next request may already be there.
    private record Resuming(Server server) implements Executor {
        @Override
        public void execute(Runnable task) {
            if (task instanceof ManagedSelector.SelectorUpdate) {
                task.run();
                return;
            }
            ServedEndPoint served = task instanceof Connection connection ? ServedEndPoint.of(connection) : null;
            if (served != null && server.getInvocationType() == InvocationType.NON_BLOCKING) {
                served.run(task);
            } else {
                server.getThreadPool().execute(task);
            }
        }
    }
}
