package io.muster.keyspace.server;

import io.muster.keyspace.server.http.HttpManners;
import io.muster.keyspace.server.tls.ServerTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The addresses a server listens at. They are taken before anything is written or registered anywhere, so that a port
/// in use leaves no trace; clients that come early wait until somebody accepts.
public final class ClientSockets implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final List<ServerSocketChannel> channels = new ArrayList<>();

    private ClientSockets() {}

    /// Takes all of them, or none.
    ///
    /// @throws StartFailure naming the first that cannot be had
    static ClientSockets bind(List<Endpoint> endpoints) throws StartFailure {
        ClientSockets sockets = new ClientSockets();
        for (Endpoint endpoint : endpoints) {
            try {
                sockets.channels.add(bind(endpoint, "listen-client-urls"));
            } catch (StartFailure failure) {
                sockets.close();
                throw failure;
            }
        }
        return sockets;
    }

    /// Makes sure that these are free, and leaves them to the peer listener.
    ///
    /// @throws StartFailure naming the first that cannot be had
    static void checkPeers(List<Endpoint> endpoints) throws StartFailure {
        for (Endpoint endpoint : endpoints) {
            close(bind(endpoint, "listen-peer-urls"));
        }
    }

    /// What to serve on.
    ///
    /// @param tls what secures the connections to `https` addresses; null when there are none
    List<HttpManners.Listener> listeners(List<Endpoint> endpoints, @Nullable ServerTls tls) {
        List<HttpManners.Listener> listeners = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            listeners.add(
                    HttpManners.Listener.on(channels.get(i), endpoints.get(i).secure() ? tls : null));
        }
        return listeners;
    }

    /// Releases those that nobody serves on; the others are closed already.
    @Override
    public void close() {
        channels.forEach(ClientSockets::close);
    }

    /// Takes one.
    ///
    /// @param flag what the user can set to another address, without dashes
    public static ServerSocketChannel bind(Endpoint endpoint, String flag) throws StartFailure {
        InetSocketAddress address = endpoint.socketAddress();
        if (address.isUnresolved()) {
            throw new StartFailure("cannot listen on " + endpoint + ": the host '" + endpoint.host()
                    + "' is unknown; set --" + flag + " to an address of this machine");
        }
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            return channel.bind(address, BACKLOG);
        } catch (IOException e) {
            if (channel != null) {
                close(channel);
            }
            throw new StartFailure(
                    "cannot listen on " + endpoint + ": " + e.getMessage() + "; stop what uses the port, or set --"
                            + flag + " to another address of this machine",
                    e);
        }
    }

    /// Releases one; harmless when it is closed already.
    public static void close(ServerSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("a listening socket cannot be closed", e);
        }
    }
}
