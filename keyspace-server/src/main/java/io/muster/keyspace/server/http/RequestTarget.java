package io.muster.keyspace.server.http;

import java.util.Locale;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// What the request line asks for, not decoded, taken apart as Go's server does: a `#` is a character like any other,
/// and an absolute URL counts from its path on.
///
/// @param query without its question mark; null when there is none
public record RequestTarget(String path, @Nullable String query) {
    /// The target of a request, whether Jetty could make sense of it or not.
    public static RequestTarget of(Request request) {
        return request.getConnectionMetaData().getConnection() instanceof VerbatimConnection connection
                ? parse(connection.target())
                : new RequestTarget(
                        request.getHttpURI().getPath(), request.getHttpURI().getQuery());
    }

    static RequestTarget parse(String target) {
        String rest = target.startsWith("/") ? target : withoutAuthority(target);
        int mark = rest.indexOf('?');
        return mark < 0
                ? new RequestTarget(rest, null)
                : new RequestTarget(rest.substring(0, mark), rest.substring(mark + 1));
    }

    private static String withoutAuthority(String target) {
        String lower = target.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            return target;
        }
        int authority = target.indexOf("//") + 2;
        int path = target.indexOf('/', authority);
        int mark = target.indexOf('?', authority);
        if (path < 0 || (mark >= 0 && mark < path)) {
            return mark < 0 ? "/" : "/" + target.substring(mark);
        }
        return target.substring(path);
    }
}
