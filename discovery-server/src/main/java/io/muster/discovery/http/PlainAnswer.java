package io.muster.discovery.http;

import io.javalin.http.Context;
import io.muster.keyspace.Failure;
import io.muster.keyspace.wire.EventJson;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers outside the keyspace, to the byte as Go's HTTP server writes them.
public final class PlainAnswer {
    static final String TEXT = "text/plain; charset=utf-8";

    static final String JSON = "application/json";

    private static final String NOT_FOUND = "404 page not found";

    private PlainAnswer() {}

    /// An error told in one line.
    static void error(Context context, int status, String line) {
        context.status(status)
                .header("X-Content-Type-Options", "nosniff")
                .contentType(TEXT)
                .result(line + "\n");
    }

    public static void notFound(Context context) {
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

    /// A refusal as etcd writes it: nodes give up at anything that is not JSON.
    static void failure(Failure failure, Response response, Callback callback) {
        response.setStatus(failure.code().status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, JSON);
        response.write(true, ByteBuffer.wrap(EventJson.write(failure)), callback);
    }

    /// The same for pages.
    static void failure(Context context, Failure failure) {
        context.status(failure.code().status()).contentType(JSON).result(EventJson.write(failure));
    }

    /// What a request gets that nobody can make sense of; the connection ends with it.
    static void badRequest(Response response, Callback callback) {
        response.setStatus(400);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, TEXT);
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        Content.Sink.write(response, true, "400 Bad Request", callback);
    }
}
