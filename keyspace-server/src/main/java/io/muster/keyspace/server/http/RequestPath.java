package io.muster.keyspace.server.http;

import io.muster.keyspace.Key;
import io.muster.keyspace.server.http.FormText.MalformedEscape;
import io.muster.keyspace.wire.Utf8;
import org.jspecify.annotations.Nullable;

/// The path of a request, decoded: an encoded slash separates like any other.
///
/// @param decoded as the client sent it, apart from the encoding; starts with a slash
public record RequestPath(String decoded) {
    private static final String UNESCAPED = "-_.~$&+,/:;=@";

    /// Decodes a path from the request line.
    ///
    /// @throws IllegalArgumentException when a percent sign is not followed by two hex digits
    public static RequestPath of(String raw) {
        try {
            String decoded = FormText.decodePath(raw);
            return new RequestPath(decoded.startsWith("/") ? decoded : "/" + decoded);
        } catch (MalformedEscape e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// Whether no segment is empty, `.` or `..`; one slash at the end is fine.
    public boolean isClean() {
        return cleaned().equals(decoded);
    }

    /// The path without empty and dot segments; a slash at the end stays.
    public String cleaned() {
        String clean = Key.of(decoded).path();
        return decoded.endsWith("/") && clean.length() > 1 ? clean + "/" : clean;
    }

    /// The clean path and a query as a `Location` header writes them.
    ///
    /// @param query without its question mark; null or empty when there is none
    public String location(@Nullable String query) {
        return query == null || query.isEmpty() ? location() : location() + "?" + query;
    }

    /// The clean path as a `Location` header writes it.
    public String location() {
        StringBuilder location = new StringBuilder();
        for (byte b : Utf8.encode(cleaned())) {
            char c = (char) (b & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0)) {
                location.append(c);
            } else {
                location.append("%%%02X".formatted((int) c));
            }
        }
        return location.toString();
    }
}
