package io.muster.keyspace.server.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.http.NotFoundResponse;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.muster.keyspace.server.Dialect;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One member's client port: all its HTTP APIs on any number of addresses.
public final class ClientApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientApi.class);

    private static final Duration LEADER_LOOK_INTERVAL = Duration.ofMillis(500);

    private final ServedMember member;
    private final InstantSource clock;
    private final PrometheusMeterRegistry meters;
    private final Load load;
    private final Leadership leadership;
    private final KeysHandler keys;
    private final Passwords passwords = new Passwords();
    private final Doorkeeper doorkeeper;
    private final Javalin javalin;

    private ClientApi(
            List<HttpManners.Listener> sockets,
            ServedMember member,
            ClientSettings settings,
            InstantSource clock,
            PrometheusMeterRegistry meters) {
        this.member = member;
        this.meters = meters;
        this.clock = clock;
        this.leadership = new Leadership(clock.instant());
        this.load = Load.ofPort(settings.limits(), meters);
        this.keys = new KeysHandler(member.keyspace(), member.clusterId(), member::status, settings, load, meters);
        this.doorkeeper = new Doorkeeper(member::access, passwords);
        this.javalin = Javalin.create(config -> configure(config, sockets, settings));
    }

    /// Begins to serve.
    ///
    /// @param sockets already bound; they are closed with this
    /// @param meters what `/metrics` shows, to which this adds its own
    public static ClientApi start(
            List<HttpManners.Listener> sockets,
            ServedMember member,
            ClientSettings settings,
            InstantSource clock,
            PrometheusMeterRegistry meters) {
        ClientApi api = new ClientApi(sockets, member, settings, clock, meters);
        api.javalin.start();
        api.lookAtLeader();
        return api;
    }

    /// Stops accepting, ends what is open and releases the ports.
    @Override
    public void close() {
        javalin.stop();
        keys.close();
        passwords.close();
    }

    private void configure(JavalinConfig config, List<HttpManners.Listener> sockets, ClientSettings settings) {
        Dialect dialect = settings.dialect();
        Cors cors = new Cors(settings.corsOrigins());
        HttpManners.apply(config);
        config.jetty.modifyServer(server -> server.setHandler(new FrontHandler(keys, cors, doorkeeper, load)));
        HttpManners.listen(config, sockets, load);

        Routes routes = new Routes(config.routes);
        new MembersApi(member, doorkeeper, dialect, clock).addTo(routes);
        new SnapshotApi(member, doorkeeper).addTo(routes);
        new AuthApi(member, doorkeeper, passwords).addTo(routes);
        if (dialect.hasFirstPaths()) {
            new FirstPathsApi(member, dialect).addTo(routes);
        }
        new StatusApi(member, dialect).addTo(routes);
        LogLevelApi.addTo(routes);
        new MonitoringApi(member, meters).addTo(routes);
        if (settings.profiles()) {
            ProfilesApi.addTo(routes);
        }
        new StatsApi(member, leadership, clock).addTo(routes);
        config.routes.exception(
                NotFoundResponse.class, (_, context) -> Routes.text(context, 404, "404 page not found\n"));
        config.routes.exception(
                HttpResponseException.class,
                (e, context) -> Routes.message(context, e.getStatus(), String.valueOf(e.getMessage())));
        config.routes.exception(Exception.class, (e, context) -> {
            LOG.error("{} {} failed", context.method(), context.path(), e);
            Routes.message(context, 500, "Internal Server Error");
        });
    }

    private void lookAtLeader() {
        leadership.seen(member.status(), clock.instant());
        javalin.jettyServer()
                .server()
                .getScheduler()
                .schedule(this::lookAtLeader, LEADER_LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }
}
