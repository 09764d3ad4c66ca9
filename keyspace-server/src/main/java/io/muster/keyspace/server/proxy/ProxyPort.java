package io.muster.keyspace.server.proxy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.muster.keyspace.server.http.ClientSettings;
import io.muster.keyspace.server.http.Cors;
import io.muster.keyspace.server.http.HttpManners;
import io.muster.keyspace.server.http.Load;
import io.muster.keyspace.server.http.ProcessMeters;
import io.muster.keyspace.server.http.Routes;
import io.muster.keyspace.server.tls.ClientTls;
import java.util.List;

/// A proxy's client port, on any number of addresses.
public final class ProxyPort implements AutoCloseable {
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Endpoints endpoints;
    private final PrometheusMeterRegistry meters;
    private final Forwarder forwarder;
    private final Javalin javalin;

    private ProxyPort(
            List<HttpManners.Listener> sockets,
            Endpoints endpoints,
            ClientTls tls,
            ProxySettings settings,
            ClientSettings clients,
            PrometheusMeterRegistry meters) {
        this.endpoints = endpoints;
        this.meters = meters;
        this.forwarder = new Forwarder(endpoints, settings, tls, meters);
        Load load = Load.ofPort(clients.limits(), meters);
        ProxyHandler handler = new ProxyHandler(
                forwarder, new Cors(clients.corsOrigins()), settings.readonly(), clients.maxRequestBytes(), load);
        this.javalin = Javalin.create(config -> configure(config, sockets, handler, load));
        new ProcessMeters().bindTo(meters);
    }

    /// Begins to serve.
    ///
    /// @param sockets already bound; they are closed with this
    /// @param tls for `https` endpoints
    /// @param meters what `/metrics` shows, to which this adds its own
    public static ProxyPort start(
            List<HttpManners.Listener> sockets,
            Endpoints endpoints,
            ClientTls tls,
            ProxySettings settings,
            ClientSettings clients,
            PrometheusMeterRegistry meters) {
        ProxyPort port = new ProxyPort(sockets, endpoints, tls, settings, clients, meters);
        port.forwarder.start();
        port.javalin.start();
        return port;
    }

    /// Stops accepting, ends what is under way and releases the ports.
    @Override
    public void close() {
        javalin.stop();
        forwarder.close();
        endpoints.close();
    }

    private void configure(JavalinConfig config, List<HttpManners.Listener> sockets, ProxyHandler handler, Load load) {
        HttpManners.apply(config);
        config.jetty.modifyServer(server -> server.setHandler(handler));
        HttpManners.listen(config, sockets, load);
        Routes routes = new Routes(config.routes);
        routes.serve(ProxyHandler.METRICS, "GET", this::showMetrics);
        routes.serve(ProxyHandler.CONFIG, "GET", this::showEndpoints);
    }

    private void showMetrics(Context context) {
        context.status(200).contentType(METRICS_TYPE).result(meters.scrape(METRICS_TYPE));
    }

    private void showEndpoints(Context context) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode urls = json.putArray("endpoints");
        endpoints.available().forEach(urls::add);
        Routes.text(context, 200, json + "\n");
    }
}
