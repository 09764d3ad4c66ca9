package io.muster.keyspace.server.http;

import io.javalin.http.Context;
import io.muster.keyspace.access.Access;
import io.muster.keyspace.access.Role;
import io.muster.keyspace.access.User;
import io.muster.keyspace.server.tls.ServerTls;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Access control at the door: who asks is found out first, without holding a thread; whether they may is asked later,
/// of the state as it is then. While access control is off this costs one look at the state. Source: `auth_api.md` of
/// etcd 2.3.
final class Doorkeeper {
    private static final String CALLER = Caller.class.getName();
    private static final String TOO_MANY_CHECKS = "too many passwords of this user wait to be checked; try again\n";

    private final Supplier<Access> access;
    private final Passwords passwords;

    /// @param access the state now, asked from any thread
    Doorkeeper(Supplier<Access> access, Passwords passwords) {
        this.access = access;
        this.passwords = passwords;
    }

    /// Serves a request once it is known who sent it: at once if no password has to be checked for that, else on the
    /// thread that serves the connection.
    ///
    /// @param service must not block
    void identify(Request request, Response response, Callback callback, Consumer<Caller> service) {
        CompletableFuture<Caller> caller = caller(request, request.getHeaders().get(HttpHeader.AUTHORIZATION));
        if (caller.isDone() && !caller.isCompletedExceptionally()) {
            service.accept(caller.join());
            return;
        }
        var _ = caller.whenComplete((known, fault) -> {
            if (known != null) {
                ClientConnector.runWhereServed(request, () -> service.accept(known));
            } else if (fault != null && fault.getCause() instanceof RejectedExecutionException) {
                response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
                Answers.text(503, TOO_MANY_CHECKS, response, callback);
            } else {
                callback.failed(fault);
            }
        });
    }

    /// Whether the caller may do this to a key, now.
    ///
    /// @param path the key as the client spelt it
    boolean admits(Caller caller, String path, KeyRequest asked) {
        Access now = access.get();
        if (!now.enabled()) {
            return true;
        }
        boolean writes = asked instanceof KeyRequest.Write;
        return switch (caller) {
            case Caller.Guest _ -> now.allowsGuest(path, writes);
            case Caller.Known known ->
                user(known, now)
                        .filter(user -> now.allows(user, path, writes, isRecursive(asked)))
                        .isPresent();
            case Caller.Stranger _ -> false;
        };
    }

    /// Whether the caller may administer the cluster, now.
    boolean isRoot(Context context) {
        Access now = access.get();
        return !now.enabled()
                || (context.req().getAttribute(CALLER) instanceof Caller.Known known
                        && user(known, now)
                                .filter(user -> user.roleNames().contains(Role.ROOT))
                                .isPresent());
    }

    /// Tells the APIs behind the door who sent the request.
    static void introduce(Caller caller, Request request) {
        request.setAttribute(CALLER, caller);
    }

    /// Answers somebody who may not.
    static void refuse(Context context) {
        Routes.message(context, 401, "Insufficient credentials");
    }

    private CompletableFuture<Caller> caller(Request request, @Nullable String header) {
        Access now = access.get();
        if (header == null || header.isEmpty()) {
            return CompletableFuture.completedFuture(now.enabled() ? shown(request, now) : Caller.GUEST);
        }
        Optional<BasicCredentials> credentials = now.enabled() ? BasicCredentials.of(header) : Optional.empty();
        Optional<User> user = credentials.flatMap(given -> now.user(given.name()));
        if (user.isEmpty()) {
            return CompletableFuture.completedFuture(Caller.STRANGER);
        }
        Caller known = new Caller.Known(user.get().name(), user.get().passwordHash());
        return passwords
                .fits(user.get(), credentials.get().password())
                .thenApply(fits -> fits ? known : Caller.STRANGER);
    }

    // Who was let in by a certificate is the user that it names, if there is one.
    private static Caller shown(Request request, Access now) {
        Optional<User> user = ServerTls.commonName(
                        request.getConnectionMetaData().getConnection().getEndPoint())
                .flatMap(now::user);
        return user.isPresent() ? new Caller.Known(user.get().name(), user.get().passwordHash()) : Caller.GUEST;
    }

    private static Optional<User> user(Caller.Known known, Access now) {
        return now.user(known.name()).filter(user -> user.passwordHash().equals(known.passwordHash()));
    }

    private static boolean isRecursive(KeyRequest asked) {
        return switch (asked) {
            case KeyRequest.Write write -> write.recursive();
            case KeyRequest.Fetch fetch -> fetch.read().recursive();
            case KeyRequest.Follow follow -> follow.follow().recursive();
            case KeyRequest.Refused _ -> false;
        };
    }
}
