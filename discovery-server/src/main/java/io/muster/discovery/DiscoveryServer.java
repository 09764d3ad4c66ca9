package io.muster.discovery;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.NotFoundResponse;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.muster.discovery.backend.Backend;
import io.muster.discovery.edge.Drain;
import io.muster.discovery.edge.EdgeConfig;
import io.muster.discovery.edge.LimitedClients;
import io.muster.discovery.edge.Listeners;
import io.muster.discovery.edge.ProxyHeaders;
import io.muster.discovery.edge.PublicUrl;
import io.muster.discovery.http.AdminApi;
import io.muster.discovery.http.Metrics;
import io.muster.discovery.http.PlainAnswer;
import io.muster.discovery.http.TokenPages;
import io.muster.discovery.http.TokensApi;
import io.muster.discovery.http.TokensHandler;
import io.muster.discovery.page.NewTokenForm;
import io.muster.discovery.page.PagesHandler;
import io.muster.discovery.registry.Registry;
import io.muster.keyspace.server.StartFailure;
import io.muster.keyspace.server.StopSignal;
import io.muster.keyspace.server.http.HttpManners;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A discovery service.
///
/// Built in order: registry, HTTP, sockets. Closed in reverse: what was begun is answered, and nodes that wait see a
/// broken connection, which they take as a reason to ask again, and not an answer without a body, at which etcd gives
/// up.
public final class DiscoveryServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryServer.class);

    // Within what service managers allow for a stop, with something left for the registry.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Listeners listeners;
    private final Backend backend;
    private final Registry registry;
    private final Caretaker caretaker;
    private final PagesHandler pages;
    private final Drain drain;
    private final Javalin javalin;

    private DiscoveryServer(DiscoveryConfig config, Listeners listeners, Backend backend) {
        this.listeners = listeners;
        this.backend = backend;
        InstantSource clock = InstantSource.system();
        this.registry = new Registry(
                backend.keyspace(),
                new Registry.Settings(config.lifetimes(), config.permissive(), backend.isShared(), clock),
                new SecureRandom());
        this.caretaker = Caretaker.start(backend, registry);
        Metrics metrics = new Metrics();
        PublicUrl urls = new PublicUrl(config.host(), listeners::url);
        TokensApi tokens = new TokensApi(registry, metrics, urls, config.permissive());
        this.pages = new PagesHandler(
                new NewTokenForm(registry, config.permissive(), metrics),
                registry,
                urls,
                new TokensHandler(backend, registry, tokens, metrics));
        this.drain =
                new Drain(metrics.meters(), new LimitedClients(config.edge().limits(), metrics.meters(), pages));
        this.javalin = Javalin.create(javalinConfig -> configure(javalinConfig, config, tokens, clock));
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
        Listeners listeners = Listeners.prepare(config.edge());
        Backend backend = config.storage().open(new CompositeMeterRegistry());
        try {
            return serve(config, listeners, backend);
        } catch (RuntimeException e) {
            listeners.close();
            backend.close();
            throw e;
        }
    }

    private static DiscoveryServer serve(DiscoveryConfig config, Listeners listeners, Backend backend) {
        DiscoveryServer server = new DiscoveryServer(config, listeners, backend);
        server.javalin.start();
        String url = config.host().orElseGet(listeners::url);
        LOG.info("discovery server started with {} and host \"{}\"", backend.about(), url);
        listeners.addresses().forEach(address -> LOG.info("discovery serving on {}", address));
        return server;
    }

    /// The port it listens at, the first if there are several.
    int port() {
        return listeners.port();
    }

    /// Where it listens, as the flag is written.
    List<String> addresses() {
        return listeners.addresses();
    }

    /// Answers what was begun, and stops.
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        drain.begin();
        pages.close();
        try {
            if (!drain.finish(PATIENCE)) {
                LOG.warn("some requests were not answered within {} s", PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        javalin.stop();
        caretaker.close();
        registry.close();
        backend.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
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

    private void configure(JavalinConfig javalin, DiscoveryConfig config, TokensApi tokens, InstantSource clock) {
        EdgeConfig edge = config.edge();
        HttpManners.apply(javalin);
        listeners.serve(javalin);
        javalin.jetty.modifyHttpConfiguration(http -> http.addCustomizer(new ProxyHeaders(edge.trustedProxies())));
        javalin.jetty.modifyServer(server -> {
            server.setHandler(drain);
            edge.accessLog().writer(System.out::println, clock).ifPresent(server::setRequestLog);
        });
        tokens.addTo(javalin.routes);
        new TokenPages(registry, clock).addTo(javalin.routes);
        config.admin().ifPresent(admin -> new AdminApi(registry, admin).addTo(javalin.routes));
        javalin.routes.exception(NotFoundResponse.class, (_, context) -> PlainAnswer.notFound(context));
    }
}
