package io.muster.keyspace.server.http;

import io.muster.keyspace.server.Dialect;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/// The addresses that a request gives a member, checked in the order and the words of etcd 2.3.
final class PeerUrls {
    private PeerUrls() {}

    /// The addresses in order, without blanks around them.
    ///
    /// @throws IllegalArgumentException with the answer's message
    static List<String> check(List<String> given, Dialect dialect) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("no valid URLs given");
        }
        List<String> urls = given.stream().map(String::strip).sorted().toList();
        urls.forEach(url -> check(url, dialect));
        return urls;
    }

    private static void check(String url, Dialect dialect) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("parse " + url + ": " + e.getReason(), e);
        }
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw new IllegalArgumentException("URL scheme must be " + dialect.urlSchemes() + ": " + url);
        }
        if (uri.getHost() == null || uri.getPort() < 0) {
            throw new IllegalArgumentException("URL address does not have the form \"host:port\": " + url);
        }
        if (!uri.getRawPath().isEmpty()) {
            throw new IllegalArgumentException("URL must not contain a path: " + url);
        }
    }
}
