package io.muster.discovery.edge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.InetAddressSet;
import org.jspecify.annotations.Nullable;

/// Believes proxies, those it is told of, what they say of the clients they speak for: where the client is, and by
/// which URL it called. From everybody else such headers mean nothing.
///
/// Each proxy adds what it saw at the end, so they are read from there: the first address that is no trusted proxy is
/// the client; what stands before it may be the client's invention. Sources: RFC 7239, and the customary
// `X-Forwarded-*`.
public final class ProxyHeaders implements HttpConfiguration.Customizer {
    private static final String CALLED_URL = ProxyHeaders.class.getName() + ".url";
    private static final Pattern HOST = Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]+");

    private final InetAddressSet trusted;

    /// Believes these and no others.
    ///
    /// @param trusted addresses or networks of proxies
    public ProxyHeaders(InetAddressSet trusted) {
        this.trusted = trusted;
    }

    /// The beginning of the URL by which a trusted proxy was called for this request, without a slash at the end.
    ///
    /// @param attribute reads an attribute of the request
    public static Optional<String> calledUrl(java.util.function.Function<String, @Nullable Object> attribute) {
        return Optional.ofNullable(attribute.apply(CALLED_URL)).map(Object::toString);
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
        if (!(peer instanceof InetSocketAddress inet) || !trusted.test(inet.getAddress())) {
            return request;
        }
        List<Hop> hops = Hop.of(request.getHeaders());
        if (hops.isEmpty()) {
            return request;
        }
        InetAddress client = inet.getAddress();
        Hop farthest = hops.getLast();
        for (Hop hop : hops.reversed()) {
            farthest = hop;
            Optional<InetAddress> from = address(hop.from());
            if (from.isEmpty()) {
                break;
            }
            client = from.get();
            if (!trusted.test(client)) {
                break;
            }
        }
        Request told = new ForClient(request, new InetSocketAddress(client, 0), farthest);
        farthest.url(request.isSecure()).ifPresent(url -> told.setAttribute(CALLED_URL, url));
        return told;
    }

    private static Optional<InetAddress> address(String text) {
        String bare = text;
        if (bare.startsWith("[")) {
            bare = bare.substring(1, Math.max(1, bare.indexOf(']')));
        } else if (bare.indexOf(':') >= 0 && bare.indexOf(':') == bare.lastIndexOf(':')) {
            bare = bare.substring(0, bare.indexOf(':'));
        }
        // No name is ever looked up here.
        if (!ADDRESS.matcher(bare).matches() || !(bare.contains(":") || bare.contains("."))) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// What one proxy saw.
    ///
    /// @param from who called it
    /// @param scheme by which it was called; null when it does not say
    /// @param host by which it was called, perhaps with a port; null when it does not say
    private record Hop(
            String from, @Nullable String scheme, @Nullable String host) {
        /// The farthest first.
        static List<Hop> of(HttpFields headers) {
            List<String> forwarded = headers.getCSV("Forwarded", true);
            if (!forwarded.isEmpty()) {
                return forwarded.stream().map(Hop::standard).toList();
            }
            List<String> addresses = headers.getCSV("X-Forwarded-For", false);
            List<String> schemes = headers.getCSV("X-Forwarded-Proto", false);
            List<String> hosts = headers.getCSV("X-Forwarded-Host", false);
            List<String> ports = headers.getCSV("X-Forwarded-Port", false);
            int count = Math.max(addresses.size(), Math.max(schemes.size(), hosts.size()));
            List<Hop> hops = new ArrayList<>();
            for (int fromEnd = count - 1; fromEnd >= 0; fromEnd--) {
                hops.add(new Hop(
                        fromEnd < addresses.size() ? addresses.get(addresses.size() - 1 - fromEnd) : "",
                        nearest(schemes, fromEnd),
                        withPort(nearest(hosts, fromEnd), nearest(ports, fromEnd))));
            }
            return hops;
        }

        // Proxies that do not append pass on one value for all.
        private static @Nullable String nearest(List<String> values, int fromEnd) {
            return values.isEmpty() ? null : values.get(Math.max(0, values.size() - 1 - fromEnd));
        }

        private static @Nullable String withPort(@Nullable String host, @Nullable String port) {
            boolean wanted = host != null && port != null && !host.matches(".*:\\d+") && !port.matches("80|443");
            return wanted ? host + ":" + port : host;
        }

        private static Hop standard(String element) {
            String from = "";
            String scheme = null;
            String host = null;
            for (String pair : element.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    String value = pair.substring(equals + 1).strip().replace("\"", "");
                    switch (pair.substring(0, equals).strip().toLowerCase(java.util.Locale.ROOT)) {
                        case "for" -> from = value;
                        case "proto" -> scheme = value;
                        case "host" -> host = value;
                        default -> {
                            // "by", and what may come
                        }
                    }
                }
            }
            return new Hop(from, scheme, host);
        }

        Optional<String> url(boolean secure) {
            if (host == null || !HOST.matcher(host).matches()) {
                return Optional.empty();
            }
            return Optional.of(secure(secure) ? "https://" + host : "http://" + host);
        }

        boolean secure(boolean otherwise) {
            return scheme == null ? otherwise : scheme.equalsIgnoreCase("https");
        }
    }

    private static final class ForClient extends Request.Wrapper {
        private final ConnectionMetaData connection;

        ForClient(Request request, InetSocketAddress client, Hop hop) {
            super(request);
            connection = new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
                @Override
                public SocketAddress getRemoteSocketAddress() {
                    return client;
                }

                @Override
                public boolean isSecure() {
                    return hop.secure(super.isSecure());
                }
            };
        }

        @Override
        public ConnectionMetaData getConnectionMetaData() {
            return connection;
        }
    }
}
