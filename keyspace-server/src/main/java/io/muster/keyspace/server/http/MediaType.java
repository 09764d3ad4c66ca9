package io.muster.keyspace.server.http;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A `Content-Type`, read with the strictness of Go's `mime` package: the grammar of RFC 2045, of which the first
/// breach is told in that package's words.
///
/// @param type in lower case, without parameters; empty when it cannot be made out
/// @param fault what is wrong with it
record MediaType(String type, Optional<String> fault) {
    private static final String SPECIALS = "()<>@,;:\\\"/[]?=";

    static MediaType parse(String text) {
        int end = text.indexOf(';');
        String type = (end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        Optional<String> fault = faultIn(type);
        if (fault.isPresent() || end < 0) {
            return new MediaType(fault.isPresent() ? "" : type, fault);
        }
        return new MediaType(type, new Parameters(text, end).fault());
    }

    private static Optional<String> faultIn(String type) {
        int slash = token(type, 0);
        if (slash == 0) {
            return Optional.of("mime: no media type");
        }
        if (slash == type.length()) {
            return Optional.empty();
        }
        if (type.charAt(slash) != '/') {
            return Optional.of("mime: expected slash after first token");
        }
        int end = token(type, slash + 1);
        if (end == slash + 1) {
            return Optional.of("mime: expected token after slash");
        }
        return end == type.length() ? Optional.empty() : Optional.of("mime: unexpected content after media subtype");
    }

    /// Where the token that begins at `from` ends; `from` itself when there is none.
    private static int token(String text, int from) {
        int at = from;
        while (at < text.length() && isTokenChar(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isTokenChar(char c) {
        return c > 0x20 && c < 0x7f && SPECIALS.indexOf(c) < 0;
    }

    /// What follows the type: `; name=value`, any number of times; a last semicolon may stand alone.
    private static final class Parameters {
        private final String text;
        private final Set<String> names = new HashSet<>();
        private int at;

        Parameters(String text, int at) {
            this.text = text;
            this.at = at;
        }

        Optional<String> fault() {
            skipBlanks();
            while (at < text.length()) {
                int begin = at;
                String name = name();
                if (name.isEmpty() || !value()) {
                    boolean semicolonAlone = text.substring(begin).strip().equals(";");
                    return semicolonAlone ? Optional.empty() : Optional.of("mime: invalid media parameter");
                }
                if (!names.add(name)) {
                    return Optional.of("mime: duplicate parameter name");
                }
                skipBlanks();
            }
            return Optional.empty();
        }

        private String name() {
            if (!take(';')) {
                return "";
            }
            skipBlanks();
            int begin = at;
            at = token(text, at);
            return text.substring(begin, at).toLowerCase(Locale.ROOT);
        }

        private boolean value() {
            skipBlanks();
            if (!take('=')) {
                return false;
            }
            skipBlanks();
            if (take('"')) {
                return quoted();
            }
            int begin = at;
            at = token(text, at);
            return at > begin;
        }

        private boolean quoted() {
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '"') {
                    return true;
                }
                if (c == '\r' || c == '\n') {
                    return false;
                }
                if (c == '\\' && at < text.length() && !isTokenChar(text.charAt(at))) {
                    at++;
                }
            }
            return false;
        }

        private boolean take(char wanted) {
            boolean found = at < text.length() && text.charAt(at) == wanted;
            at += found ? 1 : 0;
            return found;
        }

        private void skipBlanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
    }
}
