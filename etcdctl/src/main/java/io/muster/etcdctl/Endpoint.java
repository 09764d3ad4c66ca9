package io.muster.etcdctl;

import java.util.Locale;

/// Where one member answers clients.
///
/// @param url as it was given, without a trailing slash
/// @param host name or address, IPv6 without brackets
record Endpoint(String url, boolean secure, String host, int port) {
    /// Understands a URL; a bare host name means plain HTTP.
    ///
    /// @throws IllegalArgumentException when it is none, naming the text and what is wrong
    static Endpoint parse(String text) {
        int scheme = text.indexOf("://");
        if (scheme < 0) {
            return parse(withScheme(text));
        }
        checkEscapes(text);
        boolean secure =
                switch (text.substring(0, scheme).toLowerCase(Locale.ROOT)) {
                    case "http" -> false;
                    case "https" -> true;
                    default -> throw fault(text, "begin it with http:// or https://");
                };
        String rest = text.substring(scheme + 3);
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String url = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (authority.indexOf('@') >= 0) {
            // the text may hold a password, so it is not repeated
            throw new IllegalArgumentException("an endpoint names no user; use --username");
        }
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        if (end < 0) {
            end = authority.length();
        }
        String host = authority.substring(0, end);
        String port = authority.substring(end);
        if (host.isEmpty()) {
            throw fault(text, "it names no host");
        }
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        return new Endpoint(url, secure, host, port(text, port, secure));
    }

    /// The path below which this endpoint serves, usually empty.
    String path() {
        int slash = url.indexOf('/', url.indexOf("://") + 3);
        return slash < 0 ? "" : url.substring(slash);
    }

    /// Host and port as a `Host` header names them.
    String authority() {
        String rest = url.substring(url.indexOf("://") + 3);
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    private static String withScheme(String text) {
        if (text.isEmpty()) {
            throw fault(text, "it names no host");
        }
        if (text.indexOf(':') < 0) {
            return "http://" + text;
        }
        if (Character.isLetter(text.charAt(0))) {
            throw fault(text, "write http://" + text);
        }
        throw fault(text, "first path segment in URL cannot contain colon");
    }

    private static int port(String text, String port, boolean secure) {
        if (port.isEmpty() || port.equals(":")) {
            return secure ? 443 : 80;
        }
        try {
            int number = Integer.parseInt(port.substring(1));
            if (port.charAt(0) == ':' && number >= 0 && number <= 65535) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below, as any other port that is none
        }
        throw fault(text, "invalid port \"" + port + "\" after host");
    }

    private static void checkEscapes(String text) {
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            String escape = text.substring(i, Math.min(i + 3, text.length()));
            if (!escape.matches("%[0-9a-fA-F]{2}")) {
                throw fault(text, "invalid URL escape \"" + escape + "\"");
            }
        }
    }

    private static IllegalArgumentException fault(String text, String reason) {
        return new IllegalArgumentException("parse \"" + text + "\": " + reason);
    }
}
