package io.muster.keyspace.server.bootstrap;

import io.muster.keyspace.Key;
import java.net.URI;
import java.net.URISyntaxException;

/// Where a token's directory is: at a discovery service (`http://host/TOKEN`) or in any keyspace
/// (`http://host/v2/keys/any/directory`).
///
/// @param spelling the URL as the user gave it, which goes into the members' ids
/// @param service scheme, host and port
/// @param directory the path, without a slash at its end
record DiscoveryUrl(String spelling, String service, String directory) {
    /// @throws IllegalArgumentException when it is not an HTTP URL with a path; the message says what is missing
    static DiscoveryUrl parse(String spelling) {
        URI uri;
        try {
            uri = new URI(spelling);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e.getReason(), e);
        }
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw new IllegalArgumentException("it does not begin with http:// or https://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("it names no host");
        }
        Key directory = Key.of(uri.getRawPath());
        if (directory.isRoot()) {
            throw new IllegalArgumentException("it ends without a token");
        }
        return new DiscoveryUrl(spelling, uri.getScheme() + "://" + uri.getRawAuthority(), directory.path());
    }

    URI size() {
        return at("/_config/size?quorum=false&recursive=false&sorted=false");
    }

    URI listing() {
        return at("?quorum=false&recursive=false&sorted=false");
    }

    URI registration(String id) {
        return at("/" + id + "?quorum=false&recursive=false&sorted=false");
    }

    URI creation(String id) {
        return at("/" + id + "?prevExist=false");
    }

    URI arrival(String id, long sinceIndex) {
        return at("/" + id + "?recursive=false&wait=true&waitIndex=" + Long.toUnsignedString(sinceIndex));
    }

    URI nextArrival(long sinceIndex) {
        return at("?recursive=true&wait=true&waitIndex=" + Long.toUnsignedString(sinceIndex));
    }

    /// What lies below the directory.
    ///
    /// @param rest begins with a slash, or with a question mark for the directory itself
    URI below(String rest) {
        return at(rest);
    }

    @Override
    public String toString() {
        return spelling;
    }

    private URI at(String rest) {
        return URI.create(service + directory + rest);
    }
}
