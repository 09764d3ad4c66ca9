package io.muster.discovery.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.muster.discovery.registry.ClusterSize;
import io.muster.discovery.registry.Registry;
import io.muster.discovery.registry.RegistryUnavailable;
import io.muster.discovery.registry.Token;
import io.muster.discovery.registry.TokenView;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.wire.JsonWriter;
import java.util.List;
import java.util.Optional;

/// What the service's administrator may do, under `/admin/tokens`, each request with the credential in its header
/// `Authorization: Bearer ...`. Answers are JSON, refusals as etcd writes them.
public final class AdminApi {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1000;

    private final Registry registry;
    private final Credential credential;

    public AdminApi(Registry registry, Credential credential) {
        this.registry = registry;
        this.credential = credential;
    }

    public void addTo(RoutesConfig routes) {
        routes.before("/admin/*", this::require);
        routes.get("/admin/tokens", this::list);
        routes.get("/admin/tokens/{token}", onToken((context, token) -> show(context, registry.view(token))));
        routes.put("/admin/tokens/{token}", onToken(this::resize));
        routes.delete(
                "/admin/tokens/{token}",
                onToken((context, token) ->
                        done(context, registry.administration().delete(token))));
        routes.post("/admin/tokens/{token}/expire", onToken((context, token) -> {
            if (done(context, registry.administration().expire(token))) {
                show(context, registry.view(token));
            }
        }));
        routes.delete("/admin/tokens/{token}/members/{id}", onToken((context, token) -> {
            if (done(context, registry.administration().removeMember(token, context.pathParam("id")))) {
                show(context, registry.view(token));
            }
        }));
    }

    private interface OnToken {
        void serve(Context context, Token token) throws RegistryUnavailable;
    }

    private static Handler onToken(OnToken handler) {
        return context -> {
            String name = context.pathParam("token");
            try {
                handler.serve(context, new Token(name));
            } catch (IllegalArgumentException e) {
                refuse(context, ErrorCode.INVALID_FIELD, String.valueOf(e.getMessage()));
            }
        };
    }

    private void require(Context context) {
        if (!credential.isShownBy(context.header("Authorization"))) {
            context.header("WWW-Authenticate", "Bearer");
            refuse(context, ErrorCode.UNAUTHORIZED, "send the admin secret as 'Authorization: Bearer SECRET'");
            context.skipRemainingHandlers();
        }
    }

    private void list(Context context) throws RegistryUnavailable {
        Optional<Token> after = Optional.ofNullable(context.queryParam("after")).map(Token::new);
        int limit = limit(Optional.ofNullable(context.queryParam("limit")).orElse(""));
        if (limit < 1) {
            refuse(context, ErrorCode.INVALID_FIELD, "limit must be a number from 1 to " + LIMIT_MAX);
            return;
        }
        List<TokenView> views = registry.administration().list(after, limit);
        JsonWriter json = new JsonWriter().open().member("tokens", views, TokenViewJson::write);
        if (views.size() == limit) {
            json.member("next", views.getLast().token().name());
        }
        context.contentType(PlainAnswer.JSON).result(json.close().toByteArray());
    }

    private static int limit(String text) {
        if (text.isEmpty()) {
            return LIMIT_DEFAULT;
        }
        boolean number = text.matches("[0-9]{1,4}");
        return number && Integer.parseInt(text) <= LIMIT_MAX ? Integer.parseInt(text) : 0;
    }

    private void resize(Context context, Token token) throws RegistryUnavailable {
        String size = Optional.ofNullable(context.formParam("size"))
                .or(() -> Optional.ofNullable(context.queryParam("size")))
                .orElse("");
        try {
            if (size.isEmpty()) {
                throw new ClusterSize.Refused("say what it is to be resized to: size=N");
            }
            if (done(context, registry.administration().resize(token, ClusterSize.parse(size, false)))) {
                show(context, registry.view(token));
            }
        } catch (ClusterSize.Refused refused) {
            refuse(context, ErrorCode.INVALID_FIELD, refused.line());
        }
    }

    private static boolean done(Context context, boolean found) {
        if (found) {
            context.status(204);
        } else {
            refuse(context, ErrorCode.KEY_NOT_FOUND, context.path());
        }
        return found;
    }

    private static void show(Context context, Optional<TokenView> view) {
        if (view.isPresent()) {
            context.status(200).contentType(PlainAnswer.JSON).result(TokenViewJson.write(view.get()));
        } else {
            refuse(context, ErrorCode.KEY_NOT_FOUND, context.path());
        }
    }

    private static void refuse(Context context, ErrorCode code, String reason) {
        PlainAnswer.failure(context, new Failure(code, reason, 0));
    }
}
