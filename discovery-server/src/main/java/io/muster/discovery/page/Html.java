package io.muster.discovery.page;

import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// How pages are sent: a browser runs and loads nothing but what is ours, tells nobody the address, which is a secret,
/// and keeps no copy.
final class Html {
    static final Map<String, String> HEADERS = Map.of(
            "Content-Type",
            "text/html; charset=utf-8",
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cache-Control",
            "no-store",
            "Vary",
            "Accept");

    private Html() {}

    static void answer(int status, String text, Response response, Callback callback) {
        response.setStatus(status);
        HEADERS.forEach((name, value) -> response.getHeaders().put(name, value));
        Content.Sink.write(response, true, text, callback);
    }
}
