package io.muster.discovery.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.muster.discovery.registry.Registry;
import io.muster.discovery.registry.RegistryUnavailable;
import io.muster.discovery.registry.Reports;
import io.muster.discovery.registry.Token;
import io.muster.discovery.registry.TokenView;
import io.muster.discovery.registry.TokenView.BootReport;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.wire.Utf8;
import java.time.InstantSource;
import java.util.Optional;

/// What our service tells and takes beside the keys of a token: `/TOKEN/_status`, and `/TOKEN/_report/ID` where a node
/// tells how its boot went. Clients of the original have no use for such names: they are hidden ones.
public final class TokenPages {
    private final Registry registry;
    private final InstantSource clock;

    public TokenPages(Registry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/{token}/_status", context -> {
            Optional<Registry.Named> named = named(context);
            Optional<TokenView> view =
                    named.isPresent() ? registry.view(named.get().token()) : Optional.empty();
            if (view.isPresent()) {
                context.contentType(PlainAnswer.JSON).result(TokenViewJson.write(view.get()));
            } else {
                PlainAnswer.failure(context, unknown(context));
            }
        });
        routes.get("/{token}/_report/{id}", context -> {
            Optional<Registry.Named> named = named(context);
            Optional<BootReport> report = named.isPresent()
                    ? registry.reports().find(named.get().token(), context.pathParam("id"))
                    : Optional.empty();
            if (report.isPresent()) {
                context.contentType(PlainAnswer.TEXT).result(report.get().text());
            } else {
                PlainAnswer.failure(context, unknown(context));
            }
        });
        routes.put("/{token}/_report/{id}", this::take);
        routes.post("/{token}/_report/{id}", this::take);
        routes.exception(
                RegistryUnavailable.class,
                (e, context) -> PlainAnswer.failure(
                        context, new Failure(ErrorCode.RAFT_INTERNAL, String.valueOf(e.getMessage()), 0)));
    }

    private void take(Context context) throws RegistryUnavailable {
        Optional<Registry.Named> named = named(context);
        if (named.isEmpty()) {
            PlainAnswer.failure(context, unknown(context));
        } else if (!named.get().mayRegister()) {
            PlainAnswer.failure(
                    context, new Failure(ErrorCode.UNAUTHORIZED, "by this URL a token can only be read", 0));
        } else if (context.contentLength() > Reports.BYTES_MAX || context.bodyAsBytes().length > Reports.BYTES_MAX) {
            context.header("Connection", "close");
            PlainAnswer.failure(
                    context,
                    new Failure(
                            ErrorCode.INVALID_FORM,
                            "a report may have " + Reports.BYTES_MAX + " bytes; send what matters most",
                            0));
        } else if (registry.reports()
                .put(
                        named.get().token(),
                        context.pathParam("id"),
                        Utf8.decode(context.bodyAsBytes()),
                        clock.instant())) {
            context.status(204);
        } else {
            PlainAnswer.failure(context, unknown(context));
        }
    }

    private Optional<Registry.Named> named(Context context) throws RegistryUnavailable {
        String name = context.pathParam("token");
        return Token.isToken(name) ? Optional.of(registry.resolve(new Token(name))) : Optional.empty();
    }

    private static Failure unknown(Context context) {
        return new Failure(ErrorCode.KEY_NOT_FOUND, context.path(), 0);
    }
}
