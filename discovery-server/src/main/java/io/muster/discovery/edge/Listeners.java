package io.muster.discovery.edge;

import io.javalin.config.JavalinConfig;
import io.muster.keyspace.server.ClientSockets;
import io.muster.keyspace.server.StartFailure;
import io.muster.keyspace.server.http.HttpManners;
import io.muster.keyspace.server.tls.ServerTls;
import io.muster.keyspace.server.tls.UnusableTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sockets the server listens at, all of those it was told or none. Clients that come early wait until somebody
/// accepts.
public final class Listeners implements AutoCloseable {
    private final List<Listener> listeners = new ArrayList<>();
    private final @Nullable ServerTls tls;

    private record Listener(String host, boolean secure, ServerSocketChannel socket) {
        int port() {
            return socket.socket().getLocalPort();
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
    }

    private Listeners(@Nullable ServerTls tls) {
        this.tls = tls;
    }

    /// Takes all that are configured.
    ///
    /// @throws StartFailure naming the first address or file that cannot be had
    public static Listeners open(EdgeConfig config) throws StartFailure {
        Listeners all = new Listeners(tls(config));
        try {
            for (ListenAddress address : config.listen()) {
                all.listeners.add(new Listener(
                        address.endpoint().host(), address.secure(), ClientSockets.bind(address.endpoint(), "addr")));
            }
            if (config.inheritsSocket()) {
                ServerSocketChannel socket = InheritedSocket.take();
                all.listeners.add(new Listener(host(socket), config.tls().isPresent(), socket));
            }
        } catch (StartFailure failure) {
            all.close();
            throw failure;
        }
        return all;
    }

    /// Serves on all of them; they are closed with the server.
    public void serve(JavalinConfig config) {
        for (Listener listener : listeners) {
            HttpManners.listen(config, listener.socket(), listener.secure() ? tls : null);
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
        listeners.forEach(listener -> ClientSockets.close(listener.socket()));
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
        } catch (java.io.IOException e) {
            throw new StartFailure("the socket that systemd passed cannot be used: " + e.getMessage(), e);
        }
    }
}
