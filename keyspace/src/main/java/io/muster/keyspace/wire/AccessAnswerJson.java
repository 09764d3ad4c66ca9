package io.muster.keyspace.wire;

import io.muster.keyspace.access.Access;
import io.muster.keyspace.access.Permissions;
import io.muster.keyspace.access.Role;
import io.muster.keyspace.access.User;
import io.muster.keyspace.access.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bodies that `/v2/auth` answers with, to the byte as etcd 2.3.8 writes them: a newline after all but refusals.
public final class AccessAnswerJson {
    private AccessAnswerJson() {}

    /// What a change came to; empty when there is nothing to show.
    public static byte[] write(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Done _ -> new byte[0];
            case Verdict.UserIs is -> userByNames(is.user());
            case Verdict.RoleIs is -> role(is.role());
            case Verdict.Refused refused -> MessageJson.write(refused.message());
        };
    }

    public static byte[] enabled(boolean enabled) {
        return line(new JsonWriter()
                .open()
                .member("enabled")
                .raw(Boolean.toString(enabled))
                .close());
    }

    /// A user with its roles in full.
    public static byte[] user(User user, List<Role> roles) {
        var json = new JsonWriter();
        write(json, user, roles);
        return line(json);
    }

    /// All users, each with those of its roles that there are.
    public static byte[] users(Access access) {
        List<User> users = access.listedUsers();
        JsonWriter json = new JsonWriter().open();
        if (users.isEmpty()) {
            json.member("users").raw("null");
        } else {
            json.member("users", users, (out, user) -> write(out, user, held(access, user)));
        }
        return line(json.close());
    }

    public static byte[] role(Role role) {
        var json = new JsonWriter();
        write(json, role);
        return line(json);
    }

    /// All roles.
    public static byte[] roles(Access access) {
        return line(new JsonWriter()
                .open()
                .member("roles", access.listedRoles(), AccessAnswerJson::write)
                .close());
    }

    private static List<Role> held(Access access, User user) {
        return user.roleNames().stream()
                .flatMap(name -> access.role(name).stream())
                .toList();
    }

    private static byte[] userByNames(User user) {
        JsonWriter json = new JsonWriter().open().member("user", user.name());
        names(json, "roles", user.roles());
        return line(json.close());
    }

    private static void write(JsonWriter json, User user, List<Role> roles) {
        json.open().member("user", user.name());
        if (!roles.isEmpty()) {
            json.member("roles", roles, AccessAnswerJson::write);
        }
        json.close();
    }

    private static void write(JsonWriter json, Role role) {
        json.open().member("role", role.name());
        permissions(json, "permissions", role.permissions());
        if (role.grant() != null) {
            permissions(json, "grant", role.grant());
        }
        if (role.revoke() != null) {
            permissions(json, "revoke", role.revoke());
        }
        json.close();
    }

    private static void permissions(JsonWriter json, String name, Permissions permissions) {
        json.member(name).open().member("kv").open();
        names(json, "read", permissions.read());
        names(json, "write", permissions.write());
        json.close().close();
    }

    private static void names(JsonWriter json, String member, @Nullable List<String> names) {
        if (names == null) {
            json.member(member).raw("null");
        } else {
            json.member(member, names, JsonWriter::string);
        }
    }

    private static byte[] line(JsonWriter json) {
        return json.raw("\n").toByteArray();
    }
}
