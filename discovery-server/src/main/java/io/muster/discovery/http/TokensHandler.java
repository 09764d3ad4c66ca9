package io.muster.discovery.http;

import io.muster.discovery.backend.Backend;
import io.muster.discovery.registry.Registry;
import io.muster.keyspace.server.http.ClientSettings;
import io.muster.keyspace.server.http.Moved;
import io.muster.keyspace.server.http.RequestPath;
import io.muster.keyspace.server.http.RequestTarget;
import io.muster.keyspace.server.http.SpelledResponse;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/// Stands before the pages: settles what concerns the path alone, and hands every path of a token to the registry's
/// keyspace, whose answer goes back as it is.
public final class TokensHandler extends Handler.Wrapper {
    private static final String DOCUMENTATION = "https://coreos.com/docs/cluster-management/setup/cluster-discovery/";

    private final TokenKeys keys;
    private final TokensApi tokens;
    private final Metrics metrics;

    public TokensHandler(Backend backend, Registry registry, TokensApi tokens, Metrics metrics) {
        this.keys = new TokenKeys(backend, registry, ClientSettings.DEFAULT);
        this.tokens = tokens;
        this.metrics = metrics;
    }

    // The keys are served without ever blocking; everything else is passed to a thread that may.
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        keys.close();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        RequestPath path;
        try {
            path = RequestPath.of(RequestTarget.of(request).path());
        } catch (IllegalArgumentException e) {
            PlainAnswer.badRequest(response, callback);
            return true;
        }
        return switch (Route.of(path)) {
            case Route.Home _ -> {
                Moved.to(DOCUMENTATION, request, response, callback);
                yield true;
            }
            case Route.Page _ -> {
                if (path.decoded().equals("/new") && request.getMethod().equals("GET")) {
                    tokens.answerNew(RequestTarget.of(request).query(), request, response, callback);
                } else {
                    handOn(request, response, callback);
                }
                yield true;
            }
            case Route.Nowhere _ -> {
                PlainAnswer.notFound(response, callback);
                yield true;
            }
            case Route.Elsewhere elsewhere -> {
                Moved.toClean(elsewhere.path(), request, response, callback);
                yield true;
            }
            case Route.Registered registered -> {
                if (registered.methods().contains(request.getMethod())) {
                    Request.addCompletionListener(
                            request, _ -> metrics.countToken(response.getStatus(), request.getMethod()));
                    keys.serve(registered.token(), registered.key(), request, response, callback);
                } else {
                    PlainAnswer.methodNotAllowed(response, callback);
                }
                yield true;
            }
        };
    }

    private void handOn(Request request, Response response, Callback callback) {
        request.getComponents().getExecutor().execute(() -> {
            try {
                if (!super.handle(request, new SpelledResponse(request, response), callback)) {
                    Response.writeError(request, response, callback, 404);
                }
            } catch (Exception e) {
                Response.writeError(request, response, callback, e);
            }
        });
    }
}
