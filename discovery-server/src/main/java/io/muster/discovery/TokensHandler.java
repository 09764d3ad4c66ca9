package io.muster.discovery;

import io.muster.keyspace.Key;
import io.muster.keyspace.server.http.Moved;
import io.muster.keyspace.server.http.RequestPath;
import io.muster.keyspace.server.http.RequestTarget;
import io.muster.keyspace.server.http.SpelledResponse;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/// Stands before the pages: settles what concerns the path alone, and hands every path of a token to the registry's
/// keyspace, whose answer goes back as it is.
final class TokensHandler extends Handler.Wrapper {
    private static final String DOCUMENTATION = "https://coreos.com/docs/cluster-management/setup/cluster-discovery/";

    private final Handler keys;
    private final Metrics metrics;

    /// @param keys serves `/v2/keys/...`
    TokensHandler(Handler keys, Metrics metrics) {
        this.keys = keys;
        this.metrics = metrics;
        installBean(keys);
    }

    @Override
    public void setServer(Server server) {
        super.setServer(server);
        keys.setServer(server);
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
            case Route.Page _ -> super.handle(request, new SpelledResponse(request, response), callback);
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
                    yield keys.handle(at(registered.key(), request), response, callback);
                }
                PlainAnswer.methodNotAllowed(response, callback);
                yield true;
            }
        };
    }

    private static Request at(Key key, Request request) {
        HttpURI uri = request.getHttpURI();
        String path = new RequestPath("/v2/keys" + key.path()).location();
        return Request.serveAs(
                request, HttpURI.build(uri).pathQuery(uri.getQuery() == null ? path : path + "?" + uri.getQuery()));
    }
}
