package io.muster.keyspace.server.http;

import io.muster.keyspace.Key;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/// Stands before all APIs: settles what concerns the path alone, serves `/v2/keys`, and lets everything else through.
final class FrontHandler extends Handler.Wrapper {
    private static final String KEYS = "/v2/keys";

    private final KeysHandler keys;

    FrontHandler(KeysHandler keys) {
        this.keys = keys;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getMethod().equals("OPTIONS")) {
            response.setStatus(200);
            response.write(true, null, callback);
            return true;
        }
        RequestPath path;
        try {
            path = RequestPath.of(request.getHttpURI().getPath());
        } catch (IllegalArgumentException e) {
            Answers.text(400, "400 Bad Request", response, callback);
            return true;
        }
        String decoded = path.decoded();
        if (!path.isClean()) {
            Moved.toClean(path, request, response, callback);
            return true;
        }
        if (decoded.startsWith(KEYS) && (decoded.length() == KEYS.length() || decoded.charAt(KEYS.length()) == '/')) {
            keys.serve(Key.of(decoded.substring(KEYS.length())), request, response, callback);
            return true;
        }
        Request plain = plain(request, path);
        request.getComponents().getExecutor().execute(() -> handOn(plain, response, callback));
        return true;
    }

    // The keys are served without ever blocking; everything else is passed to a thread that may.
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    private void handOn(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, new SpelledResponse(request, response), callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }

    /// Servlets refuse encoded characters that would make a path ambiguous; cleaned and decoded, none is.
    private static Request plain(Request request, RequestPath path) {
        HttpURI uri = request.getHttpURI();
        return uri.getPath().indexOf('%') < 0
                ? request
                : Request.serveAs(request, HttpURI.build(uri).pathQuery(path.location(uri.getQuery())));
    }
}
