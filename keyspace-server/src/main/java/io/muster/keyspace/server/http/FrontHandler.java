package io.muster.keyspace.server.http;

import io.muster.keyspace.Key;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Stands before all APIs of a member: settles what concerns the path alone, serves `/v2/keys`, and passes on the rest.
final class FrontHandler extends EntryHandler {
    private static final String KEYS = "/v2/keys";
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final List<String> ADMINISTRATION = List.of("/v2/auth", "/v2/members", "/v2/snapshot");

    private final KeysHandler keys;
    private final Cors cors;
    private final Doorkeeper doorkeeper;
    private final Load load;

    FrontHandler(KeysHandler keys, Cors cors, Doorkeeper doorkeeper, Load load) {
        super(load);
        this.load = load;
        this.cors = cors;
        this.keys = keys;
        this.doorkeeper = doorkeeper;
    }

    @Override
    protected void enter(RequestPath path, Request request, Response response, Callback callback) {
        cors.allow(request, response);
        if (request.getMethod().equals("OPTIONS")) {
            response.setStatus(200);
            response.write(true, null, callback);
            return;
        }
        String decoded = path.decoded();
        if (!path.isClean()) {
            Moved.toClean(path, request, response, callback);
            return;
        }
        if (decoded.startsWith(KEYS) && (decoded.length() == KEYS.length() || decoded.charAt(KEYS.length()) == '/')) {
            String spelt = decoded.substring(KEYS.length());
            doorkeeper.identify(request, response, callback, caller -> {
                Key key = Key.of(spelt);
                keys.serve(key, asked -> doorkeeper.admits(caller, spelt, asked), request, response, callback);
            });
            return;
        }
        if (decoded.chars().anyMatch(c -> c < ' ')) {
            // No servlet path may have such a character, so nothing is served there.
            Answers.text(404, "404 page not found\n", response, callback);
            return;
        }
        Request plain =
                new Plain(request, path.location(RequestTarget.of(request).query()));
        if (ADMINISTRATION.stream().anyMatch(decoded::startsWith)) {
            doorkeeper.identify(request, response, callback, caller -> {
                Doorkeeper.introduce(caller, plain);
                handOn(plain, response, callback);
            });
        } else {
            handOn(plain, response, callback);
        }
    }

    // A thread is taken once there is something for it to do: a body that comes slowly holds none.
    private void handOn(Request request, Response response, Callback callback) {
        if (RequestBody.isPresent(request)) {
            RequestBody.read(request, BODY_BYTES_MAX, load, new WithBody(request, response, callback));
        } else {
            serveByThread(request, response, callback);
        }
    }

    private void serveByThread(Request request, Response response, Callback callback) {
        byThread(request, new SpelledResponse(request, response), callback);
    }

    /// A request whose body is still arriving.
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
            serveByThread(new BodyAtHand(request, body), response, callback);
        }

        @Override
        public void onTooLarge() {
            refuse(413, "the request body is larger than " + BODY_BYTES_MAX + " bytes\n");
        }

        @Override
        public void onNoRoom() {
            refuse(503, load.bodyRefusal() + "\n");
        }

        @Override
        public void onFailure(Throwable cause) {
            refuse(400, "unexpected EOF\n");
        }

        // What remains unread would be taken for the next request.
        private void refuse(int status, String text) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            Answers.text(status, text, response, callback);
        }
    }

    /// A request as servlets like it. They refuse encoded characters that would make a path ambiguous; cleaned and
    /// decoded, none is. Javalin has no routes for methods it does not know; these become one that nobody serves.
    private static final class Plain extends Request.Wrapper {
        private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE");

        private final HttpURI uri;

        Plain(Request request, String location) {
            super(request);
            uri = HttpURI.build(request.getHttpURI()).pathQuery(location).asImmutable();
        }

        @Override
        public String getMethod() {
            String method = super.getMethod();
            return METHODS.contains(method) ? method : "PATCH";
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }
    }
}
