package io.muster.keyspace.server.http;

import java.time.Duration;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/// A connection that remembers the target of the request being served as it was sent. Jetty refuses paths that the
/// original serves, such as those above the root or with a zero byte; it gets to see a harmless one instead.
final class VerbatimConnection extends HttpConnection {
    private static final String HARMLESS = "/";
    private static final Duration SURPLUS_IDLE_MAX = Duration.ofSeconds(1);

    /// What a connection counts as.
    private enum Place {
        NONE,
        TAKEN,
        /// One too many, which is told so and ends.
        SURPLUS
    }

    // One request is served at a time, and whoever serves it was handed it after this was written.
    private String target = HARMLESS;

    // A client that stays names the same host each time; what it sent last, and what Jetty saw of it.
    private String host = "";
    private @Nullable HttpField hostField;

    private final @Nullable Load load;

    // Written when this is opened, before anything is read.
    private Place place = Place.NONE;

    /// @param load of the port, which this becomes a part of; null when that is not limited
    VerbatimConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint, @Nullable Load load) {
        super(configuration, connector, endPoint);
        this.load = load;
    }

    /// The connection that is served on an end point, by TLS or without; null when there is none yet.
    static @Nullable VerbatimConnection on(EndPoint endPoint) {
        Connection outer = endPoint.getConnection();
        Connection inner = outer instanceof SslConnection secured
                ? secured.getSslEndPoint().getConnection()
                : outer;
        return inner instanceof VerbatimConnection http ? http : null;
    }

    /// Whether a request came by a connection that is one too many.
    static boolean isSurplus(Request request) {
        return request.getConnectionMetaData().getConnection() instanceof VerbatimConnection connection
                && connection.place == Place.SURPLUS;
    }

    @Override
    public void onOpen() {
        if (load != null) {
            if (load.connections.enter()) {
                place = Place.TAKEN;
            } else if (load.beginSurplus()) {
                place = Place.SURPLUS;
                getEndPoint().setIdleTimeout(SURPLUS_IDLE_MAX.toMillis());
            } else {
                getEndPoint().close();
                return;
            }
        }
        super.onOpen();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        if (load != null) {
            switch (place) {
                case NONE -> {}
                case TAKEN -> load.connections.leave();
                case SURPLUS -> load.endSurplus();
            }
            place = Place.NONE;
        }
    }

    String target() {
        return target;
    }

    @Override
    protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
        target = uri;
        // To Jetty, CONNECT means a tunnel; here it is a method like others that are refused.
        boolean tunnel = HttpMethod.CONNECT.is(method);
        return new Lenient(tunnel ? "TUNNEL" : method, tunnel ? HARMLESS : acceptable(method, uri), version);
    }

    private static String acceptable(String method, String uri) {
        if (isPlain(uri)) {
            return uri;
        }
        try {
            HttpURI.from(method, uri);
            return uri;
        } catch (IllegalArgumentException e) {
            return uri.startsWith("/") ? HARMLESS : uri;
        }
    }

    // What most requests ask for; the others are parsed twice.
    private static boolean isPlain(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && "/-_?=&".indexOf(c) < 0) {
                return false;
            }
        }
        return uri.startsWith("/") && !uri.contains("//");
    }

    /// Makes them.
    static final class Factory extends HttpConnectionFactory {
        private final @Nullable Load load;

        /// @param load of the port; null when that is not limited
        Factory(HttpConfiguration configuration, @Nullable Load load) {
            super(configuration);
            this.load = load;
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            VerbatimConnection connection = new VerbatimConnection(getHttpConfiguration(), connector, endPoint, load);
            return configure(connection, connector, endPoint);
        }
    }

    /// Takes an empty `Host` for none and refuses what can be none, as the original does. Whom a client
    /// thought to reach means nothing here, so Jetty need not see any but plain names: it answers others
    /// with 500.
    private final class Lenient extends HttpStreamOverHTTP1 {
        private static final Pattern POSSIBLE = Pattern.compile("[A-Za-z0-9!$%&'()*+,.:;=\\[\\]_~-]*");
        private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+(:\\d{1,4})?");
        private static final HttpField ANY_HOST = new HttpField(HttpHeader.HOST, "localhost");

        Lenient(String method, String uri, HttpVersion version) {
            super(method, uri, version);
        }

        @Override
        public void parsedHeader(HttpField field) {
            if (field.getHeader() != HttpHeader.HOST) {
                super.parsedHeader(field);
                return;
            }
            String value = field.getValue() == null ? "" : field.getValue().strip();
            if (!value.equals(host)) {
                hostField = judged(value, field);
                host = value;
            }
            if (hostField != null) {
                super.parsedHeader(hostField);
            }
        }

        private static @Nullable HttpField judged(String value, HttpField field) {
            if (!POSSIBLE.matcher(value).matches()) {
                throw new HttpException.RuntimeException(400, "malformed Host header");
            }
            if (value.isEmpty()) {
                return null;
            }
            return PLAIN.matcher(value).matches() ? field : ANY_HOST;
        }
    }
}
