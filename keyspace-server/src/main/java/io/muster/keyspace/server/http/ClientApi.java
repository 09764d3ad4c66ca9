package io.muster.keyspace.server.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One member's client port: all its HTTP APIs on any number of addresses.
public final class ClientApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientApi.class);

    // Long enough for any client's pool, short enough that a stuck writer does not stay for ever.
    private static final Duration IDLE_MAX = Duration.ofMinutes(5);
    private static final Duration LEADER_LOOK_INTERVAL = Duration.ofMillis(500);
    private static final int HEADER_BYTES_MAX = 1 << 20;

    private final ServedMember member;
    private final InstantSource clock;
    private final Leadership leadership;
    private final KeysHandler keys;
    private final Javalin javalin;

    private ClientApi(
            List<ServerSocketChannel> sockets, ServedMember member, int maxRequestBytes, InstantSource clock) {
        this.member = member;
        this.clock = clock;
        this.leadership = new Leadership(clock.instant());
        this.keys = new KeysHandler(member.keyspace(), member.clusterId(), member::status, maxRequestBytes);
        this.javalin = Javalin.create(config -> configure(config, sockets));
    }

    /// Begins to serve.
    ///
    /// @param sockets already bound; they are closed with this
    /// @param maxRequestBytes the largest request body that is read
    public static ClientApi start(
            List<ServerSocketChannel> sockets, ServedMember member, int maxRequestBytes, InstantSource clock) {
        ClientApi api = new ClientApi(sockets, member, maxRequestBytes, clock);
        api.javalin.start();
        api.lookAtLeader();
        return api;
    }

    /// Stops accepting, ends what is open and releases the ports.
    @Override
    public void close() {
        javalin.stop();
        keys.close();
    }

    private void configure(JavalinConfig config, List<ServerSocketChannel> sockets) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.generateEtags = false;
        config.http.compressionStrategy = io.javalin.compression.CompressionStrategy.NONE;
        config.router.ignoreTrailingSlashes = false;
        config.jetty.modifyHttpConfiguration(ClientApi::beLenient);
        config.jetty.modifyServer(server -> {
            server.setHandler(new FrontHandler(keys));
            server.setErrorHandler(ClientApi::answerError);
            server.setStopTimeout(0);
        });
        sockets.forEach(socket -> config.jetty.addConnector((server, http) -> connector(server, http, socket)));

        Routes routes = new Routes(config.routes);
        new MembersApi(member).addTo(routes);
        new StatusApi(member, leadership, clock).addTo(routes);
        config.routes.exception(
                NotFoundResponse.class, (_, context) -> Routes.text(context, 404, "404 page not found\n"));
        config.routes.exception(Exception.class, (e, context) -> {
            LOG.error("{} {} failed", context.method(), context.path(), e);
            Routes.message(context, 500, "Internal Server Error");
        });
    }

    // The original takes any path apart itself, and answers by address, whatever name it was called by.
    private static void beLenient(HttpConfiguration http) {
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setHttpCompliance(HttpCompliance.RFC7230.with(
                "lenient", HttpCompliance.Violation.MISMATCHED_AUTHORITY, HttpCompliance.Violation.UNSAFE_HOST_HEADER));
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES_MAX);
        // Otherwise every connection that is used again keeps some 100 KB of header values.
        http.setHeaderCacheSize(0);
    }

    private static Connector connector(Server server, HttpConfiguration http, ServerSocketChannel socket) {
        ServerConnector connector = new ServerConnector(server, 1, -1, new HttpConnectionFactory(http)) {
            @Override
            protected void configure(Socket accepted) {
                super.configure(accepted);
                try {
                    // A client that vanished without a word must not hold its watch for ever.
                    accepted.setKeepAlive(true);
                } catch (IOException e) {
                    LOG.debug("no keep-alive on {}", accepted, e);
                }
            }
        };
        connector.setIdleTimeout(IDLE_MAX.toMillis());
        try {
            connector.open(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + socket, e);
        }
        return connector;
    }

    /// Answers what Jetty itself refuses, such as a request line that makes no sense.
    private static boolean answerError(Request request, Response response, Callback callback) {
        int status = request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer code ? code : 500;
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        Answers.text(status, status + (message == null ? "" : " " + message) + "\n", response, callback);
        return true;
    }

    private void lookAtLeader() {
        leadership.seen(member.status(), clock.instant());
        javalin.jettyServer()
                .server()
                .getScheduler()
                .schedule(this::lookAtLeader, LEADER_LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }
}
