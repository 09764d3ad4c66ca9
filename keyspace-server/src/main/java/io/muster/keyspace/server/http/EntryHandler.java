package io.muster.keyspace.server.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/// Stands before all that a client port serves: turns away what is too much, and what no path can be read from.
///
/// It never waits, and is called on the thread that serves the connection; what may wait goes [#byThread].
public abstract class EntryHandler extends Handler.Wrapper {
    private final Load load;

    /// @param load what the port has taken on
    protected EntryHandler(Load load) {
        this.load = load;
    }

    @Override
    public final boolean handle(Request request, Response response, Callback callback) {
        if (load.refuses(request, response, callback)) {
            return true;
        }
        RequestTarget target = RequestTarget.of(request);
        RequestPath path;
        try {
            path = RequestPath.of(target.path());
        } catch (IllegalArgumentException e) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            Answers.text(400, "400 Bad Request", response, callback);
            return true;
        }
        enter(path, request, response, callback);
        return true;
    }

    /// Serves a request, which may still lack its body.
    protected abstract void enter(RequestPath path, Request request, Response response, Callback callback);

    /// Has a request served by what stands behind this, on a thread that may wait.
    protected final void byThread(Request request, Response response, Callback callback) {
        request.getComponents().getExecutor().execute(() -> {
            try {
                if (!getHandler().handle(request, response, callback)) {
                    Response.writeError(request, response, callback, 404);
                }
            } catch (Exception e) {
                Response.writeError(request, response, callback, e);
            }
        });
    }

    @Override
    public final InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
