package io.muster.keyspace.server;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A place to listen at or to be reached at, written `http://host:port`.
///
/// @param text the URL as it was spelled, which is also what others are told
/// @param host without brackets; empty means every address of the machine
public record Endpoint(String text, boolean secure, String host, int port) {
    /// Reads one URL.
    ///
    /// @throws IllegalArgumentException with a reason for the user
    public static Endpoint parse(String text) {
        boolean secure = text.startsWith("https://");
        if (!secure && !text.startsWith("http://")) {
            throw new IllegalArgumentException("URL scheme must be http or https: " + text);
        }
        String authority = text.substring(secure ? 8 : 7);
        int end = indexOfAny(authority, "/?#");
        if (end >= 0) {
            throw new IllegalArgumentException(
                    "URL must not contain a path: " + text + "; leave '" + authority.substring(end) + "' away");
        }
        int colon = authority.lastIndexOf(':');
        if (colon < 0 || authority.endsWith("]") || authority.contains("@")) {
            throw new IllegalArgumentException("URL address does not have the form \"host:port\": " + text);
        }
        return new Endpoint(
                text, secure, host(authority.substring(0, colon), text), port(authority.substring(colon + 1), text));
    }

    /// Reads several URLs separated by commas, in the order that etcd shows them: sorted by their spelling.
    ///
    /// @throws IllegalArgumentException with a reason for the user
    public static List<Endpoint> parseAll(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .sorted()
                .map(Endpoint::parse)
                .toList();
    }

    /// Whether nobody can listen at both.
    boolean overlaps(Endpoint other) {
        return port == other.port && port != 0 && (host.equals(other.host) || isEverywhere() || other.isEverywhere());
    }

    private boolean isEverywhere() {
        return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    }

    static Optional<String> faultInUrls(String list) {
        try {
            List<Endpoint> ignored = parseAll(list);
            return ignored.isEmpty() ? Optional.of("give at least one URL") : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// @param bare whether the port may be left away
    static Optional<String> faultInAddress(String address, boolean bare) {
        try {
            String whole = bare && !hasPort(address) ? address + ":1" : address;
            return parse("http://" + whole).host().isEmpty()
                    ? Optional.of("bad format in address specification; use host:port, the host is missing")
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("bad format in address specification; use host:port");
        }
    }

    /// Whether a `host` or `host:port` has a port.
    static boolean hasPort(String address) {
        return address.substring(address.lastIndexOf(':') + 1).matches("[0-9]+") && address.contains(":");
    }

    /// Where to bind; not resolved when the host is unknown.
    public InetSocketAddress socketAddress() {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return text;
    }

    private static String host(String host, String url) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.contains(":")) {
            throw new IllegalArgumentException("the URL '" + url + "' needs brackets around its IPv6 address");
        }
        return bracketed ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(String port, String url) {
        try {
            int number = Integer.parseInt(port);
            if (number >= 0 && number <= 65535 && Character.isDigit(port.charAt(0))) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the port of '" + url + "' is not a number", e);
        }
        throw new IllegalArgumentException("the port of '" + url + "' is not between 0 and 65535");
    }

    private static int indexOfAny(String text, String chars) {
        for (int i = 0; i < text.length(); i++) {
            if (chars.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }
}
