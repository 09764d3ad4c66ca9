package io.muster.keyspace.server.http;

import io.javalin.http.Context;
import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.Command;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.access.Access;
import io.muster.keyspace.access.AccessChange;
import io.muster.keyspace.access.Permissions;
import io.muster.keyspace.access.Role;
import io.muster.keyspace.access.User;
import io.muster.keyspace.access.Verdict;
import io.muster.keyspace.wire.AccessAnswerJson;
import io.muster.keyspace.wire.AccessRequestJson;
import io.muster.keyspace.wire.AccessRequestJson.UserRequest;
import io.muster.keyspace.wire.MalformedBytesException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Users, roles and the switch: `/v2/auth`. What a request looks like is checked here, whether it may be granted is
/// decided by the log. Source: `auth_api.md` of etcd 2.3, and its recorded answers for the order.
final class AuthApi {
    private static final String PREFIX = "/v2/auth";
    private static final String METHODS = "GET,PUT,DELETE";

    private final ServedMember member;
    private final Doorkeeper doorkeeper;
    private final Passwords passwords;

    AuthApi(ServedMember member, Doorkeeper doorkeeper, Passwords passwords) {
        this.member = member;
        this.doorkeeper = doorkeeper;
        this.passwords = passwords;
    }

    void addTo(Routes routes) {
        routes.serve(PREFIX + "/enable", METHODS, this::enable);
        serveNamed(routes, PREFIX + "/users", AccessAnswerJson::users, this::user);
        serveNamed(routes, PREFIX + "/roles", AccessAnswerJson::roles, this::role);
    }

    /// Serves one user or role.
    private interface Named {
        void serve(Context context, String name);
    }

    private void serveNamed(Routes routes, String path, Function<Access, byte[]> list, Named named) {
        routes.serve(path, "GET", context -> list(context, list));
        routes.serve(path + "/", "GET", context -> list(context, list));
        routes.serveAll(path + "/<name>", context -> {
            String below = RequestPath.of(context.path()).decoded().substring(path.length() + 1);
            String name = below.endsWith("/") ? below.substring(0, below.length() - 1) : below;
            if (name.indexOf('/') >= 0) {
                Routes.message(context, 400, "Invalid path");
            } else if (!List.of(METHODS.split(",", -1))
                    .contains(context.method().name())) {
                Routes.refuse(context, METHODS);
            } else if (admitted(context)) {
                named.serve(context, name);
            }
        });
    }

    private void list(Context context, Function<Access, byte[]> list) {
        if (admitted(context)) {
            json(context, 200, list.apply(member.access()));
        }
    }

    private void enable(Context context) {
        if (context.method().name().equals("GET")) {
            identify(context);
            json(context, 200, AccessAnswerJson.enabled(member.access().enabled()));
        } else if (admitted(context)) {
            change(
                    context,
                    context.method().name().equals("PUT") ? new AccessChange.Enable() : new AccessChange.Disable());
        }
    }

    private void user(Context context, String name) {
        switch (context.method().name()) {
            case "GET" -> showUser(context, name);
            case "PUT" -> putUser(context, name);
            default -> change(context, new AccessChange.DeleteUser(name));
        }
    }

    private void showUser(Context context, String name) {
        Access access = member.access();
        Optional<User> user = access.user(name);
        Optional<String> missing = user.stream()
                .flatMap(found -> found.roleNames().stream())
                .filter(role -> access.role(role).isEmpty())
                .findFirst();
        if (user.isEmpty()) {
            answer(context, Verdict.noSuchUser(name));
        } else if (missing.isPresent()) {
            answer(context, Verdict.noSuchRole(missing.get()));
        } else {
            List<Role> roles = user.get().roleNames().stream()
                    .flatMap(role -> access.role(role).stream())
                    .toList();
            json(context, 200, AccessAnswerJson.user(user.get(), roles));
        }
    }

    private void putUser(Context context, String name) {
        UserRequest asked;
        try {
            asked = AccessRequestJson.readUser(context.bodyAsBytes());
        } catch (MalformedBytesException e) {
            Routes.message(context, 400, "Invalid JSON in request body.");
            return;
        }
        boolean updates = !asked.grant().isEmpty() || !asked.revoke().isEmpty();
        if (!asked.name().equals(name)) {
            Routes.message(context, 400, "User JSON name does not match the name in the URL");
        } else if (updates && asked.roles() != null && !asked.roles().isEmpty()) {
            Routes.message(context, 400, "User JSON contains both roles and grant/revoke");
        } else {
            context.future(() -> hashed(asked.password())
                    .thenCompose(hash -> submit(
                            updates
                                    ? new AccessChange.UpdateUser(name, hash, asked.grant(), asked.revoke())
                                    : new AccessChange.PutUser(name, hash, asked.roles())))
                    .thenAccept(outcome -> answer(context, outcome)));
        }
    }

    private CompletableFuture<String> hashed(String password) {
        return password.isEmpty() ? CompletableFuture.completedFuture("") : passwords.hash(password);
    }

    private void role(Context context, String name) {
        switch (context.method().name()) {
            case "GET" ->
                member.access()
                        .role(name)
                        .ifPresentOrElse(
                                role -> json(context, 200, AccessAnswerJson.role(role)),
                                () -> answer(context, Verdict.noSuchRole(name)));
            case "PUT" -> putRole(context, name);
            default -> change(context, new AccessChange.DeleteRole(name));
        }
    }

    private void putRole(Context context, String name) {
        Role asked;
        try {
            asked = AccessRequestJson.readRole(context.bodyAsBytes());
        } catch (MalformedBytesException e) {
            Routes.message(context, 400, "Invalid JSON in request body.");
            return;
        }
        Permissions grant = asked.grant() == null ? Permissions.NONE : asked.grant();
        Permissions revoke = asked.revoke() == null ? Permissions.NONE : asked.revoke();
        if (!asked.name().equals(name)) {
            Routes.message(context, 400, "Role JSON name does not match the name in the URL");
        } else if (grant.isEmpty() && revoke.isEmpty()) {
            change(context, new AccessChange.CreateRole(asked));
        } else if (!asked.permissions().isEmpty()) {
            Routes.message(context, 400, "Role JSON contains both permissions and grant/revoke");
        } else {
            change(context, new AccessChange.UpdateRole(name, grant, revoke));
        }
    }

    private void change(Context context, AccessChange change) {
        context.future(() -> submit(change).thenAccept(outcome -> answer(context, outcome)));
    }

    private CompletableFuture<Outcome> submit(AccessChange change) {
        return member.keyspace().submit(new Command.ChangeAccess(change));
    }

    private static void answer(Context context, Outcome outcome) {
        switch (outcome) {
            case AccessOutcome decided -> answer(context, decided.verdict());
            case Failure _ -> Routes.message(context, 500, "Internal Server Error");
            case Event _, MembershipOutcome _ -> throw new IllegalStateException("no answer about access: " + outcome);
        }
    }

    private static void answer(Context context, Verdict verdict) {
        int status =
                switch (verdict) {
                    case Verdict.Done _ -> 200;
                    case Verdict.UserIs is -> is.created() ? 201 : 200;
                    case Verdict.RoleIs is -> is.created() ? 201 : 200;
                    case Verdict.Refused refused -> refused.status();
                };
        json(context, status, AccessAnswerJson.write(verdict));
    }

    /// Whether the caller may ask at all; if not, it is told so, and not even which cluster this is.
    private boolean admitted(Context context) {
        if (!doorkeeper.isRoot(context)) {
            Doorkeeper.refuse(context);
            return false;
        }
        identify(context);
        return true;
    }

    private void identify(Context context) {
        context.header("X-Etcd-Cluster-Id", Long.toHexString(member.clusterId()));
    }

    private static void json(Context context, int status, byte[] body) {
        context.status(status).contentType(Routes.JSON).result(body);
    }
}
