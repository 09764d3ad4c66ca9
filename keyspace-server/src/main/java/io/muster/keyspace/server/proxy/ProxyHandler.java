package io.muster.keyspace.server.proxy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.muster.keyspace.server.http.Cors;
import io.muster.keyspace.server.http.EntryHandler;
import io.muster.keyspace.server.http.Load;
import io.muster.keyspace.server.http.Moved;
import io.muster.keyspace.server.http.RequestBody;
import io.muster.keyspace.server.http.RequestPath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// What a proxy does with a request before it hands it on, and the few that it serves itself.
final class ProxyHandler extends EntryHandler {
    static final String METRICS = "/metrics";
    static final String CONFIG = "/v2/config/local/proxy";
    private static final Set<String> OWN = Set.of(METRICS, CONFIG);
    private static final byte[] NOTHING = {};

    private final Forwarder forwarder;
    private final Cors cors;
    private final boolean readonly;
    private final int maxRequestBytes;
    private final Load load;

    ProxyHandler(Forwarder forwarder, Cors cors, boolean readonly, int maxRequestBytes, Load load) {
        super(load);
        this.load = load;
        this.forwarder = forwarder;
        this.cors = cors;
        this.readonly = readonly;
        this.maxRequestBytes = maxRequestBytes;
    }

    /// Answers what cannot be handed on, in the words of the original.
    static void refuse(int status, String message, Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        String json = JsonNodeFactory.instance
                .objectNode()
                .put("message", "httpproxy: " + message)
                .toString();
        response.write(true, ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), callback);
    }

    @Override
    protected void enter(RequestPath path, Request request, Response response, Callback callback) {
        if (!path.isClean()) {
            Moved.toClean(path, request, response, callback);
        } else if (readonly
                && !request.getMethod().equals("GET")
                && !path.decoded().equals(METRICS)) {
            answer(501, "", response, callback);
        } else if (OWN.contains(path.decoded())) {
            byThread(request, response, callback);
        } else {
            serve(request, response, callback);
        }
    }

    private void serve(Request request, Response response, Callback callback) {
        cors.allow(request, response);
        if (request.getMethod().equals("OPTIONS")) {
            answer(200, "", response, callback);
        } else if (request.getHeaders().getValuesList(HttpHeader.VIA).stream()
                .anyMatch(via -> via.endsWith(forwarder.name()))) {
            response.getHeaders().put(HttpHeader.VIA, forwarder.name());
            refuse(Attempt.LOOP_STATUS, "the request has been here before", response, callback);
        } else if (RequestBody.isPresent(request)) {
            RequestBody.read(request, maxRequestBytes, load, new WithBody(request, response, callback));
        } else {
            forwarder.forward(NOTHING, request, response, callback);
        }
    }

    private static void answer(int status, String text, Response response, Callback callback) {
        response.setStatus(status);
        response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
    }

    private final class WithBody implements RequestBody.Reader {
        private final Request request;
        private final Response response;
        private final Callback callback;

        WithBody(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        @Override
        public void onBody(byte[] body) {
            forwarder.forward(body, request, response, callback);
        }

        @Override
        public void onTooLarge() {
            // What remains unread would be taken for the next request.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            refuse(
                    413,
                    "the request body is larger than " + maxRequestBytes + " bytes; see --max-request-bytes",
                    response,
                    callback);
        }

        @Override
        public void onNoRoom() {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            refuse(503, load.bodyRefusal(), response, callback);
        }

        @Override
        public void onFailure(Throwable cause) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            refuse(500, "failed to read request body: unexpected EOF", response, callback);
        }
    }
}
