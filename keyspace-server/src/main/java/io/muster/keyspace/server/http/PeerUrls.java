package io.muster.keyspace.server.http;

import io.muster.keyspace.server.Dialect;
import io.muster.keyspace.server.http.FormText.MalformedEscape;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The addresses that a request gives a member, checked in the order and the words of etcd, which takes them apart
/// with Go's `net/url`.
final class PeerUrls {
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(.*)");
    private static final Pattern AUTHORITY = Pattern.compile("//(?:[^/?#]*@)?([^/?#@]*)([^?#]*).*");
    private static final Pattern FOREIGN = Pattern.compile("[\\s<>\"^`{|}\\\\]");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]*)(:.*)?");

    private PeerUrls() {}

    /// The addresses in order, without blanks around them.
    ///
    /// @throws IllegalArgumentException with the answer's message
    static List<String> check(List<String> given, Dialect dialect) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("no valid URLs given");
        }
        List<String> urls = given.stream().map(String::strip).toList();
        urls.forEach(url -> check(url, dialect));
        return urls.stream().sorted().toList();
    }

    private static void check(String url, Dialect dialect) {
        if (CONTROL.matcher(url).find()) {
            throw malformed(url, "net/url: invalid control character in URL");
        }
        if (url.startsWith(":")) {
            throw malformed(url, "missing protocol scheme");
        }
        Matcher parts = SCHEME.matcher(url);
        boolean absolute = parts.matches();
        String rest = absolute ? parts.group(2) : url;
        if (!absolute && url.split("[/?#]", 2)[0].indexOf(':') >= 0) {
            throw malformed(url, "first path segment in URL cannot contain colon");
        }
        Matcher authority = AUTHORITY.matcher(rest);
        boolean named = authority.matches();
        String host = named ? authority.group(1) : "";
        checkEscapes(url, rest);
        boolean hasPort = named && checkHost(url, host);
        if (!dialect.takesUrlScheme(absolute ? parts.group(1).toLowerCase(Locale.ROOT) : "")) {
            throw new IllegalArgumentException("URL scheme must be " + dialect.urlSchemes() + ": " + url);
        }
        if (!hasPort) {
            throw new IllegalArgumentException("URL address does not have the form \"host:port\": " + url);
        }
        if (!authority.group(2).isEmpty()) {
            throw new IllegalArgumentException("URL must not contain a path: " + url);
        }
    }

    private static void checkEscapes(String url, String text) {
        try {
            FormText.decodePath(text);
        } catch (MalformedEscape e) {
            throw malformed(url, e.getMessage());
        }
    }

    /// @return whether a port is given
    private static boolean checkHost(String url, String host) {
        if (host.startsWith("[") && host.indexOf(']') < 0) {
            throw malformed(url, "missing ']' in host");
        }
        Matcher foreign = FOREIGN.matcher(host);
        if (foreign.find()) {
            throw malformed(url, "invalid character \"" + foreign.group() + "\" in host name");
        }
        Matcher split = HOST_AND_PORT.matcher(host);
        if (!split.matches()) {
            return false;
        }
        String port = split.group(2);
        if (port != null && !port.substring(1).chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed(url, "invalid port \"" + port + "\" after host");
        }
        return port != null;
    }

    private static IllegalArgumentException malformed(String url, String reason) {
        return new IllegalArgumentException("parse \"" + url + "\": " + reason);
    }
}
