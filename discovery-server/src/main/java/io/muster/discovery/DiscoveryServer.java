package io.muster.discovery;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.NotFoundResponse;
import io.muster.keyspace.server.StartFailure;
import io.muster.keyspace.server.http.HttpManners;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.CustomRequestLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A discovery service on one address.
///
/// Built in order: socket, registry, HTTP. Closed in reverse, so that nodes that wait see a broken connection, which
/// they take as a reason to ask again, and not an answer without a body, at which etcd gives up.
public final class DiscoveryServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryServer.class);

    private final ServerSocketChannel socket;
    private final Registry registry;
    private final Javalin javalin;
    private final String publicUrl;

    private DiscoveryServer(DiscoveryConfig config, ServerSocketChannel socket, Registry registry, int port) {
        this.socket = socket;
        this.registry = registry;
        this.publicUrl = config.publicUrl(port);
        Metrics metrics = new Metrics();
        TokensApi tokens = new TokensApi(registry, metrics, new SecureRandom(), publicUrl, config.permissive());
        this.javalin = Javalin.create(javalinConfig -> configure(javalinConfig, tokens, metrics));
    }

    /// Begins to serve.
    ///
    /// @throws StartFailure when the address or the data directory cannot be used
    static DiscoveryServer start(DiscoveryConfig config) throws StartFailure, InterruptedException {
        ServerSocketChannel socket = listen(config);
        try {
            Optional<URI> etcd = config.etcd();
            Registry registry =
                    etcd.isPresent() ? new ExternalRegistry(etcd.get()) : EmbeddedRegistry.open(config.dataDir());
            DiscoveryServer server = new DiscoveryServer(
                    config, socket, registry, socket.socket().getLocalPort());
            LOG.info("discovery server started with {} and host \"{}\"", registry.about(), server.publicUrl);
            server.javalin.start();
            LOG.info("discovery serving on {}", config.listen().text().substring("http://".length()));
            return server;
        } catch (StartFailure | InterruptedException e) {
            close(socket);
            throw e;
        }
    }

    public static void main(String[] args) throws InterruptedException {
        try {
            DiscoveryServer server = start(DiscoveryConfig.parse(List.of(args), System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                // Otherwise the JVM ends with the number of the signal, as if it had been killed.
                Runtime.getRuntime().halt(0);
            }));
        } catch (StartFailure e) {
            System.err.println(e.getMessage());
            System.exit(e.exitCode());
        }
    }

    /// What the URLs of tokens begin with.
    String publicUrl() {
        return publicUrl;
    }

    /// The port it listens at.
    int port() {
        return socket.socket().getLocalPort();
    }

    @Override
    public void close() {
        javalin.stop();
        registry.close();
    }

    private void configure(JavalinConfig config, TokensApi tokens, Metrics metrics) {
        HttpManners.apply(config);
        HttpManners.listen(config, socket);
        config.jetty.modifyServer(server -> {
            server.setHandler(new TokensHandler(registry.keys(), metrics));
            server.setRequestLog(new CustomRequestLog(System.out::println, CustomRequestLog.NCSA_FORMAT));
        });
        tokens.addTo(config.routes);
        config.routes.exception(NotFoundResponse.class, (_, context) -> PlainAnswer.notFound(context));
    }

    private static ServerSocketChannel listen(DiscoveryConfig config) throws StartFailure {
        InetSocketAddress address = config.listen().socketAddress();
        String shown = config.listen().text().substring("http://".length());
        if (address.isUnresolved()) {
            throw new StartFailure("cannot listen on " + shown + ": no such host; choose another --addr");
        }
        try {
            ServerSocketChannel socket = ServerSocketChannel.open();
            socket.bind(address);
            return socket;
        } catch (IOException e) {
            throw new StartFailure(
                    "cannot listen on " + shown + ": " + e.getMessage()
                            + "; stop the program that uses the port, or choose another --addr",
                    e);
        }
    }

    private static void close(ServerSocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("cannot close {}", socket, e);
        }
    }
}
