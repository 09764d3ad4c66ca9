package io.muster.discovery;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.muster.discovery.edge.PublicUrl;
import io.muster.keyspace.server.Dialect;
import io.muster.keyspace.server.http.Form;
import io.muster.keyspace.server.http.FormBody;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pages of the service itself: `/new`, `/health`, `/metrics` and `/robots.txt`. Each takes any method, as with the
/// original.
final class TokensApi {
    private static final Logger LOG = LoggerFactory.getLogger(TokensApi.class);

    private final Registry registry;
    private final Metrics metrics;
    private final RandomGenerator random;
    private final PublicUrl publicUrl;
    private final boolean permissive;

    /// @param random must be secure: a token is a password
    /// @param publicUrl what the URLs of tokens begin with
    /// @param permissive accept sizes that no cluster can have
    TokensApi(Registry registry, Metrics metrics, RandomGenerator random, PublicUrl publicUrl, boolean permissive) {
        this.registry = registry;
        this.metrics = metrics;
        this.random = random;
        this.publicUrl = publicUrl;
        this.permissive = permissive;
    }

    void addTo(RoutesConfig routes) {
        serve(routes, "/new", context -> {
            answerNew(context);
            metrics.countNew(context.statusCode(), context.method().name());
        });
        serve(routes, "/health", context -> {
            answerHealth(context);
            metrics.countHealth(context.statusCode(), context.method().name());
        });
        serve(routes, "/metrics", context -> context.contentType(Metrics.CONTENT_TYPE)
                .result(metrics.text()));
        serve(routes, "/robots.txt", context -> text(context, "User-agent: *\nDisallow: /"));
    }

    // Routes know a fixed set of methods; what runs before them does not ask.
    private static void serve(RoutesConfig routes, String path, Handler handler) {
        routes.before(path, context -> {
            handler.handle(context);
            context.skipRemainingHandlers();
        });
    }

    private void answerNew(Context context) {
        ClusterSize size;
        try {
            size = ClusterSize.parse(sizeField(context), permissive);
        } catch (ClusterSize.Refused refused) {
            PlainAnswer.error(context, 400, refused.line());
            return;
        }
        Token token = Token.random(random);
        try {
            registry.create(token, size);
        } catch (RegistryUnavailable e) {
            LOG.warn("no token given out: {}", e.getMessage());
            PlainAnswer.error(context, 400, "Unable to generate token");
            return;
        }
        LOG.info("New cluster created {} size={}", token, size);
        text(context, publicUrl.of(context.req()::getAttribute) + "/" + token);
    }

    private void answerHealth(Context context) {
        Token probe = Token.random(random);
        try {
            registry.create(probe, ClusterSize.NONE);
        } catch (RegistryUnavailable e) {
            unhealthy(context, "setupToken", e);
            return;
        }
        try {
            registry.remove(probe);
        } catch (RegistryUnavailable e) {
            unhealthy(context, "deleteToken", e);
            return;
        }
        text(context, "OK");
    }

    private static void unhealthy(Context context, String step, RegistryUnavailable reason) {
        LOG.warn("health failed to {}: {}", step, reason.getMessage());
        PlainAnswer.error(context, 400, "health failed to " + step);
    }

    /// The field `size`: of a form in the body, else of the query, else empty.
    private static String sizeField(Context context) {
        boolean bodyCounts =
                switch (context.method().name()) {
                    case "POST", "PUT", "PATCH" -> true;
                    default -> false;
                };
        if (bodyCounts && context.isMultipartFormData()) {
            String part = context.formParam("size");
            if (part != null) {
                return part;
            }
        }
        FormBody body = bodyCounts ? FormBody.of(context.contentType(), context.bodyAsBytes()) : FormBody.NONE;
        // The original is built with a Go that passes over fields with a semicolon.
        return Form.of(body, context.queryString(), Dialect.V3_4).value("size");
    }

    private static void text(Context context, String text) {
        context.contentType(PlainAnswer.TEXT).result(text);
    }
}
