package io.muster.discovery;

import java.net.URI;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes requests on to another keyspace: method, path, query, headers and body go there and status, headers and body
/// come back as they are. The head of an answer is passed on as soon as it comes, also when its body is an event yet to
/// happen; a store that cannot be reached is answered for with 502, which nodes take as a reason to try again.
final class KeysProxy extends ProxyHandler.Reverse {
    private static final Logger LOG = LoggerFactory.getLogger(KeysProxy.class);
    private static final long CONNECT_LIMIT_MILLIS = 5_000;
    // Every wait of every node holds one.
    private static final int CONNECTIONS_MAX = 10_000;

    /// @param etcd scheme, host and port
    KeysProxy(URI etcd) {
        super(request ->
                HttpURI.build(etcd.toString()).pathQuery(request.getHttpURI().getPathQuery()));
        setProxyToServerHost(etcd.getRawAuthority());
    }

    @Override
    protected void configureHttpClient(HttpClient client) {
        super.configureHttpClient(client);
        client.setConnectTimeout(CONNECT_LIMIT_MILLIS);
        client.setMaxConnectionsPerDestination(CONNECTIONS_MAX);
        client.setMaxRequestsQueuedPerDestination(CONNECTIONS_MAX);
        client.setUserAgentField(null);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // A wait has no time limit.
        request.addIdleTimeoutListener(_ -> false);
        return super.handle(request, response, callback);
    }

    @Override
    protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request toStore) {
        // The store is to see what the client sent, nothing more.
    }

    @Override
    protected org.eclipse.jetty.client.Response.CompleteListener newServerToProxyResponseListener(
            Request request, org.eclipse.jetty.client.Request toStore, Response response, Callback callback) {
        return new EagerHead(request, toStore, response, callback);
    }

    @Override
    protected void onServerToProxyResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request toStore,
            org.eclipse.jetty.client.Response fromStore,
            Response response,
            Callback callback,
            Throwable failure) {
        LOG.warn("no answer from the store uri={} reason={}", toStore.getURI(), failure.toString());
        if (response.isCommitted()) {
            callback.failed(failure);
            return;
        }
        PlainAnswer.badGateway(response, callback);
    }

    /// Sends the head before there is a body.
    private final class EagerHead extends ProxyResponseListener {
        private final Response response;
        private boolean sent;

        EagerHead(Request request, org.eclipse.jetty.client.Request toStore, Response response, Callback callback) {
            super(request, toStore, response, callback);
            this.response = response;
        }

        @Override
        public void onContentSource(org.eclipse.jetty.client.Response fromStore, Content.Source source) {
            if (sent || fromStore.getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
                super.onContentSource(fromStore, source);
                return;
            }
            sent = true;
            response.write(
                    false,
                    BufferUtil.EMPTY_BUFFER,
                    Callback.from(() -> super.onContentSource(fromStore, source), failure -> {
                        // The request's own callback hears of it.
                        var _ = fromStore.abort(failure);
                    }));
        }
    }
}
