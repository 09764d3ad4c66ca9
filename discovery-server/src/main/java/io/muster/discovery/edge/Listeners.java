package io.muster.discovery.edge;

import io.javalin.config.JavalinConfig;
import io.muster.keyspace.server.ClientSockets;
import io.muster.keyspace.server.StartFailure;
import io.muster.keyspace.server.http.HttpManners;
import io.muster.keyspace.server.tls.ServerTls;
import io.muster.keyspace.server.tls.UnusableTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sockets the server listens at, all of those it was told or none.
///
/// It listens only when it is ready to answer. Until then connections are refused, which nodes take as a reason to try
/// again for as long as it takes; at one that takes their connection and keeps silent for 5 seconds they give up.
public final class Listeners implements AutoCloseable {
    private final List<Listener> listeners = new ArrayList<>();
    private final @Nullable ServerTls tls;

    private static final class Listener {
        private final String host;
        private final boolean secure;
        private final HttpManners.Door door;
        private volatile @Nullable ServerSocketChannel socket;

        Listener(String host, boolean secure, HttpManners.Door door) {
            this.host = host;
            this.secure = secure;
            this.door = door;
        }

        ServerSocketChannel open() throws IOException {
            ServerSocketChannel opened = door.open();
            socket = opened;
            return opened;
        }

        int port() {
            ServerSocketChannel open = socket;
            if (open == null) {
                throw new IllegalStateException("nobody listens at " + host + " yet");
            }
            return open.socket().getLocalPort();
        }

        private String bracketed(String name) {
            return name.contains(":") ? "[" + name + "]" : name;
        }

        // As the flag is written: a scheme only where there is something special about it.
        String address() {
            return (secure ? "https://" : "") + bracketed(host) + ":" + port();
        }

        // Nobody can connect to "every address": the loopback address is the one that surely works here.
        String url() {
            boolean unspecified = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
            String name = unspecified ? InetAddress.getLoopbackAddress().getHostAddress() : host;
            return (secure ? "https://" : "http://") + bracketed(name) + ":" + port();
        }

        void close() {
            ServerSocketChannel open = socket;
            if (open != null) {
                ClientSockets.close(open);
            }
        }
    }

    private Listeners(@Nullable ServerTls tls) {
        this.tls = tls;
    }

    /// Makes sure that all can be had that are configured, so that one that is in use leaves no trace anywhere.
    ///
    /// @throws StartFailure naming the first address or file that cannot be had
    public static Listeners prepare(EdgeConfig config) throws StartFailure {
        Listeners all = new Listeners(tls(config));
        for (ListenAddress address : config.listen()) {
            ClientSockets.close(bind(address));
            all.listeners.add(new Listener(address.endpoint().host(), address.secure(), () -> opened(address)));
        }
        if (config.inheritsSocket()) {
            ServerSocketChannel socket = InheritedSocket.take();
            all.listeners.add(new Listener(host(socket), config.tls().isPresent(), () -> socket));
        }
        return all;
    }

    /// Serves on all of them when the server starts; they are closed with it.
    public void serve(JavalinConfig config) {
        for (Listener listener : listeners) {
            HttpManners.listen(config, new HttpManners.Listener(listener::open, listener.secure ? tls : null));
        }
    }

    /// The port of the first.
    public int port() {
        return listeners.getFirst().port();
    }

    /// A URL, without a slash at the end, by which the first can be reached from here.
    public String url() {
        return listeners.getFirst().url();
    }

    /// Where each listens, as the flag is written.
    public List<String> addresses() {
        return listeners.stream().map(Listener::address).toList();
    }

    /// Releases those that nobody serves on; the others are closed already.
    @Override
    public void close() {
        listeners.forEach(Listener::close);
    }

    private static ServerSocketChannel bind(ListenAddress address) throws StartFailure {
        return ClientSockets.bind(address.endpoint(), "addr");
    }

    private static ServerSocketChannel opened(ListenAddress address) throws IOException {
        try {
            return bind(address);
        } catch (StartFailure taken) {
            throw new IOException(taken.getMessage(), taken);
        }
    }

    private static @Nullable ServerTls tls(EdgeConfig config) throws StartFailure {
        if (config.tls().isEmpty()) {
            return null;
        }
        try {
            return ServerTls.of(config.tls().get(), config.clientCertAuth());
        } catch (UnusableTls e) {
            throw new StartFailure("cannot speak TLS: " + e.line(), e);
        }
    }

    private static String host(ServerSocketChannel socket) throws StartFailure {
        try {
            return socket.getLocalAddress() instanceof InetSocketAddress address
                    ? address.getAddress().getHostAddress()
                    : "";
        } catch (IOException e) {
            throw new StartFailure("the socket that systemd passed cannot be used: " + e.getMessage(), e);
        }
    }
}
