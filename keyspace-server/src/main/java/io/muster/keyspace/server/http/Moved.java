package io.muster.keyspace.server.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Sends clients elsewhere, to the byte as Go's HTTP server does: 301, and a link in the body for those who asked with
/// GET.
public final class Moved {
    private static final String HTML = "text/html; charset=utf-8";

    private Moved() {}

    /// To the clean form of the path that was asked for; the query is kept.
    public static void toClean(RequestPath path, Request request, Response response, Callback callback) {
        to(path.location(RequestTarget.of(request).query()), request, response, callback);
    }

    /// To any place.
    public static void to(String location, Request request, Response response, Callback callback) {
        response.setStatus(301);
        response.getHeaders().put(HttpHeader.LOCATION, location);
        boolean get = request.getMethod().equals("GET");
        if (get || request.getMethod().equals("HEAD")) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, HTML);
        }
        String body = get ? "<a href=\"" + escapeHtml(location) + "\">Moved Permanently</a>.\n\n" : "";
        Content.Sink.write(response, true, body, callback);
    }

    private static String escapeHtml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;");
    }
}
