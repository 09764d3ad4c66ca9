package io.muster.keyspace.server.http;

import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.muster.keyspace.server.tls.ServerTls;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// How every port of ours speaks HTTP: as lenient as Go's server, sparing with memory, patient with waiting clients.
public final class HttpManners {
    // Long enough for any client's pool, short enough that a stuck writer does not stay for ever.
    private static final Duration IDLE_MAX = Duration.ofMinutes(5);
    private static final int HEADER_BYTES_MAX = 1 << 20;

    private HttpManners() {}

    /// Sets them up; routes, handlers and addresses are left to the caller.
    public static void apply(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.generateEtags = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.router.ignoreTrailingSlashes = false;
        config.routes.exception(IOException.class, HttpManners::answerBrokenBody);
        config.routes.exception(HttpException.RuntimeException.class, HttpManners::answerBrokenBody);
        config.jetty.modifyHttpConfiguration(HttpManners::beLenient);
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(HttpManners::answerError);
            server.setStopTimeout(0);
            server.setOpenEarly(false);
        });
    }

    /// Where a server listens.
    @FunctionalInterface
    public interface Door {
        /// Begins to listen; called once, when all that answers is ready.
        ServerSocketChannel open() throws IOException;
    }

    /// A door, and what secures the connections that come through it.
    ///
    /// @param tls null for plain ones
    public record Listener(Door door, @Nullable ServerTls tls) {
        /// A socket that is already bound.
        public static Listener on(ServerSocketChannel socket, @Nullable ServerTls tls) {
            return new Listener(() -> socket, tls);
        }
    }

    /// Serves on a socket that is opened as late as it can be, and closed with the server.
    public static void listen(JavalinConfig config, Listener listener) {
        config.jetty.addConnector((server, http) -> connector(server, http, listener, null));
    }

    /// The same on several, which share their limits.
    public static void listen(JavalinConfig config, List<Listener> listeners, Load load) {
        config.jetty.modifyHttpConfiguration(http -> http.setRequestHeaderSize(load.headerBytes()));
        config.jetty.modifyServer(server -> server.setErrorHandler((request, response, callback) -> {
            load.refusedByJetty(status(request));
            return answerError(request, response, callback);
        }));
        for (Listener listener : listeners) {
            config.jetty.addConnector((server, http) -> connector(server, http, listener, load));
        }
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

    private static Connector connector(Server server, HttpConfiguration http, Listener listener, @Nullable Load load) {
        ServerConnector connector = new ClientConnector(server, http, listener.door(), listener.tls(), load);
        connector.setIdleTimeout(IDLE_MAX.toMillis());
        return connector;
    }

    /// The client's fault: its body ends early, or its chunks make no sense. Nothing behind it can be read.
    private static void answerBrokenBody(Exception e, Context context) {
        context.header("Connection", "close");
        Routes.message(context, 400, e instanceof EOFException ? "unexpected EOF" : String.valueOf(e.getMessage()));
    }

    /// Answers what Jetty itself refuses, such as a request line that makes no sense.
    private static boolean answerError(Request request, Response response, Callback callback) {
        int status = status(request);
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        String reason = HttpStatus.getMessage(status);
        // Jetty hangs up on those; a client that is not told would lose its next request.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        String detail = message == null || message.equals(reason) ? "" : ": " + message;
        Answers.text(status, status + " " + reason + detail, response, callback);
        return true;
    }

    private static int status(Request request) {
        return request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer code ? code : 500;
    }
}
