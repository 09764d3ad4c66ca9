package io.muster.discovery;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.NotFoundResponse;
import io.muster.keyspace.server.ClientSockets;
import io.muster.keyspace.server.StartFailure;
import io.muster.keyspace.server.StopSignal;
import io.muster.keyspace.server.http.HttpManners;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
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

    private DiscoveryServer(DiscoveryConfig config, ServerSocketChannel socket, Registry registry, int port) {
        this.socket = socket;
        this.registry = registry;
        Metrics metrics = new Metrics();
        TokensApi tokens =
                new TokensApi(registry, metrics, new SecureRandom(), config.publicUrl(port), config.permissive());
        this.javalin = Javalin.create(javalinConfig -> configure(javalinConfig, tokens, metrics));
    }

    /// Runs a server until SIGTERM or SIGINT.
    public static void main(String[] args) {
        Runnable withdraw = StopSignal.interruptsThisThread();
        int exitCode = run(List.of(args));
        if (!Thread.currentThread().isInterrupted()) {
            withdraw.run();
            System.exit(exitCode);
        }
    }

    /// Begins to serve.
    ///
    /// @throws StartFailure when the address or the data directory cannot be used
    static DiscoveryServer start(DiscoveryConfig config) throws StartFailure, InterruptedException {
        ServerSocketChannel socket = ClientSockets.bind(config.listen(), "addr");
        try {
            Registry registry = registry(config);
            try {
                return serve(config, socket, registry);
            } catch (RuntimeException e) {
                registry.close();
                throw e;
            }
        } catch (StartFailure | InterruptedException | RuntimeException e) {
            ClientSockets.close(socket);
            throw e;
        }
    }

    private static Registry registry(DiscoveryConfig config) throws StartFailure, InterruptedException {
        Optional<URI> etcd = config.etcd();
        return etcd.isPresent() ? new ExternalRegistry(etcd.get()) : EmbeddedRegistry.open(config.dataDir());
    }

    private static DiscoveryServer serve(DiscoveryConfig config, ServerSocketChannel socket, Registry registry) {
        int port = socket.socket().getLocalPort();
        DiscoveryServer server = new DiscoveryServer(config, socket, registry, port);
        LOG.info("discovery server started with {} and host \"{}\"", registry.about(), config.publicUrl(port));
        server.javalin.start();
        LOG.info("discovery serving on {}", config.address(port));
        return server;
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

    private static int run(List<String> args) {
        try (DiscoveryServer _ = start(DiscoveryConfig.parse(args, System.getenv()))) {
            new CountDownLatch(1).await();
        } catch (StartFailure failure) {
            System.err.println(failure.getMessage());
            return failure.exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
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
}
