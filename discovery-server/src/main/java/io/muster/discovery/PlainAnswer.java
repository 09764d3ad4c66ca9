package io.muster.discovery;

import io.javalin.http.Context;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers outside the keyspace, to the byte as Go's HTTP server writes them.
final class PlainAnswer {
    static final String TEXT = "text/plain; charset=utf-8";

    private static final String NOT_FOUND = "404 page not found";

    private PlainAnswer() {}

    /// An error told in one line.
    static void error(Context context, int status, String line) {
        context.status(status)
                .header("X-Content-Type-Options", "nosniff")
                .contentType(TEXT)
                .result(line + "\n");
    }

    static void notFound(Context context) {
        error(context, 404, NOT_FOUND);
    }

    static void notFound(Response response, Callback callback) {
        response.setStatus(404);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, TEXT);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        Content.Sink.write(response, true, NOT_FOUND + "\n", callback);
    }

    static void methodNotAllowed(Response response, Callback callback) {
        response.setStatus(405);
        response.write(true, null, callback);
    }

    static void badGateway(Response response, Callback callback) {
        response.setStatus(502);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, TEXT);
        Content.Sink.write(response, true, "the keyspace that keeps the tokens does not answer\n", callback);
    }

    /// What a request gets that nobody can make sense of; the connection ends with it.
    static void badRequest(Response response, Callback callback) {
        response.setStatus(400);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, TEXT);
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        Content.Sink.write(response, true, "400 Bad Request", callback);
    }
}
