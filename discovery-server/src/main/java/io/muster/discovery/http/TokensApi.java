package io.muster.discovery.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.muster.discovery.edge.PublicUrl;
import io.muster.discovery.registry.Registry;
import io.muster.keyspace.server.Dialect;
import io.muster.keyspace.server.http.ClientConnector;
import io.muster.keyspace.server.http.Form;
import io.muster.keyspace.server.http.FormBody;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pages of the service itself: `/new`, `/health`, `/metrics` and `/robots.txt`. Each takes any method, as with the
/// original.
public final class TokensApi {
    private static final Logger LOG = LoggerFactory.getLogger(TokensApi.class);

    // The original is built with a Go that passes over fields with a semicolon.
    private static final Dialect DIALECT = Dialect.V3_4;

    private final Registry registry;
    private final Metrics metrics;
    private final NewToken newToken;

    /// Makes the pages.
    ///
    /// @param publicUrl what the URLs of tokens begin with
    /// @param permissive accept sizes that no cluster can have
    public TokensApi(Registry registry, Metrics metrics, PublicUrl publicUrl, boolean permissive) {
        this.registry = registry;
        this.metrics = metrics;
        this.newToken = new NewToken(registry, publicUrl, permissive);
    }

    public void addTo(RoutesConfig routes) {
        serve(routes, "/new", this::answerNew);
        serve(routes, "/health", this::answerHealth);
        serve(routes, "/metrics", metrics::answer);
        serve(routes, "/robots.txt", context -> context.contentType(PlainAnswer.TEXT)
                .result("User-agent: *\nDisallow: /"));
    }

    /// Answers a GET of `/new`, holding no thread.
    ///
    /// @param query without its question mark; null when there is none
    void answerNew(@Nullable String query, Request request, Response response, Callback callback) {
        var _ = newToken.make(Form.of(FormBody.NONE, query, DIALECT), request::getAttribute)
                .whenComplete((answer, fault) -> {
                    if (fault != null) {
                        callback.failed(fault);
                        return;
                    }
                    metrics.countNew(answer.status(), request.getMethod());
                    response.setStatus(answer.status());
                    response.getHeaders().put(HttpHeader.CONTENT_TYPE, PlainAnswer.TEXT);
                    if (answer.status() != 200) {
                        response.getHeaders().put("X-Content-Type-Options", "nosniff");
                    }
                    String body = answer.status() == 200 ? answer.text() : answer.text() + "\n";
                    ClientConnector.runWhereServed(request, () -> Content.Sink.write(response, true, body, callback));
                });
    }

    // Routes know a fixed set of methods; what runs before them does not ask.
    private static void serve(RoutesConfig routes, String path, Handler handler) {
        routes.before(path, context -> {
            handler.handle(context);
            context.skipRemainingHandlers();
        });
    }

    private void answerNew(Context context) {
        NewToken.Answer answer = newToken.make(form(context), context.req()::getAttribute)
                .toCompletableFuture()
                .join();
        if (answer.status() == 200) {
            context.contentType(PlainAnswer.TEXT).result(answer.text());
        } else {
            PlainAnswer.error(context, answer.status(), answer.text());
        }
        metrics.countNew(answer.status(), context.method().name());
    }

    private void answerHealth(Context context) {
        Throwable fault = registry.probe().handle((_, missed) -> missed).join();
        if (fault == null) {
            context.contentType(PlainAnswer.TEXT).result("OK");
        } else {
            LOG.warn("health failed to setupToken: {}", fault.toString());
            PlainAnswer.error(context, 400, "health failed to setupToken");
        }
        metrics.countHealth(context.statusCode(), context.method().name());
    }

    /// The fields of a form in the body, then those of the query.
    private static Form form(Context context) {
        boolean bodyCounts =
                switch (context.method().name()) {
                    case "POST", "PUT", "PATCH" -> true;
                    default -> false;
                };
        if (bodyCounts && context.isMultipartFormData()) {
            StringBuilder parts = new StringBuilder();
            context.formParamMap().forEach((name, values) -> parts.append(parts.isEmpty() ? "" : "&")
                    .append(encoded(name))
                    .append('=')
                    .append(encoded(values.isEmpty() ? "" : values.getFirst())));
            return Form.of(new FormBody(parts.toString(), Optional.empty()), context.queryString(), DIALECT);
        }
        FormBody body = bodyCounts ? FormBody.of(context.contentType(), context.bodyAsBytes()) : FormBody.NONE;
        return Form.of(body, context.queryString(), DIALECT);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
