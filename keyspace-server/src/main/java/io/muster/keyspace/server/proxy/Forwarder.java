package io.muster.keyspace.server.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.muster.keyspace.server.tls.ClientTls;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.util.Map;
import java.util.UUID;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands requests on to the members, by connections that are kept for the next ones.
final class Forwarder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    static final String NAME_START = "muster-";

    // A member closes connections that nobody used for five minutes; a request must not meet that moment.
    private static final long IDLE_MAX_MILLIS = 60_000;

    // A member that vanished without a word is found out after a minute, though a watch may be silent for days.
    private static final Map<SocketOption<Integer>, Integer> KEEP_ALIVE = Map.of(
            ExtendedSocketOptions.TCP_KEEPIDLE, 30,
            ExtendedSocketOptions.TCP_KEEPINTERVAL, 10,
            ExtendedSocketOptions.TCP_KEEPCOUNT, 3);

    private final Endpoints endpoints;
    private final ProxySettings settings;
    private final ProxyMeters meters;
    private final String name = NAME_START + UUID.randomUUID();
    private final HttpClient http;

    Forwarder(Endpoints endpoints, ProxySettings settings, ClientTls tls, MeterRegistry meters) {
        this.endpoints = endpoints;
        this.settings = settings;
        this.meters = new ProxyMeters(meters);
        this.http = new HttpClient(new HttpClientTransportOverHTTP(new Connector(tls)));
        QueuedThreadPool threads = new QueuedThreadPool(32, 2);
        threads.setName("proxy-client");
        threads.setDaemon(true);
        http.setExecutor(threads);
        http.setConnectTimeout(settings.dialTimeout().toMillis());
        http.setIdleTimeout(IDLE_MAX_MILLIS);
        http.setFollowRedirects(false);
        http.setUserAgentField(null);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        // Every open watch holds a connection, here as there.
        http.setMaxConnectionsPerDestination(Integer.MAX_VALUE >> 8);
        http.setMaxRequestsQueuedPerDestination(Integer.MAX_VALUE >> 8);
        http.setRequestBufferSize(16 << 10);
        // A member that closes its connection before the write to it has returned makes Jetty give the buffer of that
        // write back too early: from a pool the next request would get it, and be torn.
        http.setByteBufferPool(new ByteBufferPool.NonPooling());
        http.setUseInputDirectByteBuffers(false);
        http.setUseOutputDirectByteBuffers(false);
    }

    void start() {
        try {
            http.start();
        } catch (Exception e) {
            throw new IllegalStateException("the proxy's HTTP client does not start", e);
        }
        // What a member answers is the client's to understand.
        http.getProtocolHandlers().clear();
        http.getContentDecoderFactories().clear();
    }

    /// Hands a request on, and its answer back.
    ///
    /// @param body all of it; empty for none
    void forward(byte[] body, Request request, Response response, Callback callback) {
        meters.received(request.getMethod());
        new Forwarding(this, body, request, response, callback).begin();
    }

    /// What this proxy calls itself in `Via`.
    String name() {
        return name;
    }

    Endpoints endpoints() {
        return endpoints;
    }

    ProxySettings settings() {
        return settings;
    }

    ProxyMeters meters() {
        return meters;
    }

    HttpClient http() {
        return http;
    }

    @Override
    public void close() {
        try {
            http.stop();
        } catch (Exception e) {
            LOG.warn("the proxy's HTTP client did not stop cleanly: {}", e.toString());
        }
    }

    private static final class Connector extends ClientConnector {
        Connector(ClientTls tls) {
            setSelectors(1);
            setSslContextFactory(tls.forJetty());
        }

        @Override
        protected void configure(SelectableChannel selectable) throws IOException {
            super.configure(selectable);
            if (selectable instanceof NetworkChannel channel) {
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                for (Map.Entry<SocketOption<Integer>, Integer> option : KEEP_ALIVE.entrySet()) {
                    if (channel.supportedOptions().contains(option.getKey())) {
                        channel.setOption(option.getKey(), option.getValue());
                    }
                }
            }
        }
    }
}
