package io.muster.keyspace.server.bootstrap;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;

/// The form of an address at which members reach each other: `http://host:port`, or `https`.
public final class PeerUrl {
    private PeerUrl() {}

    /// The URL itself, spelled as given, because ids are computed from the spelling.
    ///
    /// @throws IllegalArgumentException with a sentence for the user when it is not a peer's URL
    public static String check(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the peer URL '" + url + "' is malformed: " + e.getReason(), e);
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getPort() <= 0) {
            throw new IllegalArgumentException("the peer URL '" + url + "' is not of the form http://host:port");
        }
        boolean bare = uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawFragment() == null;
        if (!bare || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "the peer URL '" + url + "' has more than scheme, host and port; leave the rest away");
        }
        return url;
    }

    /// The place that the URL leads to, host names replaced by their addresses where they have one, so that two
    /// spellings can be compared.
    public static String resolved(String url) {
        InetSocketAddress place = place(url);
        String host = place.isUnresolved()
                ? place.getHostString()
                : place.getAddress().getHostAddress();
        return host + ":" + place.getPort();
    }

    static boolean isResolvable(String url) {
        return !place(url).isUnresolved();
    }

    private static InetSocketAddress place(String url) {
        URI uri = URI.create(check(url));
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }
}
