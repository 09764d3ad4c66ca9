package io.muster.keyspace.wire;

import io.muster.keyspace.access.Access;
import io.muster.keyspace.access.AccessChange;
import io.muster.keyspace.access.Permissions;
import io.muster.keyspace.access.Role;
import io.muster.keyspace.access.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bytes of users, roles and their changes, within an entry or a snapshot.
final class AccessCodec {
    private static final int PUT_USER = 1;
    private static final int UPDATE_USER = 2;
    private static final int DELETE_USER = 3;
    private static final int CREATE_ROLE = 4;
    private static final int UPDATE_ROLE = 5;
    private static final int DELETE_ROLE = 6;
    private static final int ENABLE = 7;
    private static final int DISABLE = 8;

    private AccessCodec() {}

    static void write(ByteWriter out, Access access) {
        out.flag(access.enabled())
                .list(List.copyOf(access.users().values()), AccessCodec::writeUser)
                .list(List.copyOf(access.roles().values()), AccessCodec::writeRole);
    }

    static Access read(ByteReader in) {
        return Access.of(in.flag(), in.list(AccessCodec::readUser), in.list(AccessCodec::readRole));
    }

    static void writeChange(ByteWriter out, AccessChange change) {
        switch (change) {
            case AccessChange.PutUser c ->
                writeUser(out.octet(PUT_USER), new User(c.name(), c.passwordHash(), c.roles()));
            case AccessChange.UpdateUser c ->
                out.octet(UPDATE_USER)
                        .string(c.name())
                        .string(c.passwordHash())
                        .list(c.grant(), ByteWriter::string)
                        .list(c.revoke(), ByteWriter::string);
            case AccessChange.DeleteUser c -> out.octet(DELETE_USER).string(c.name());
            case AccessChange.CreateRole c -> writeRole(out.octet(CREATE_ROLE), c.role());
            case AccessChange.UpdateRole c -> {
                out.octet(UPDATE_ROLE).string(c.name());
                writePermissions(out, c.grant());
                writePermissions(out, c.revoke());
            }
            case AccessChange.DeleteRole c -> out.octet(DELETE_ROLE).string(c.name());
            case AccessChange.Enable _ -> out.octet(ENABLE);
            case AccessChange.Disable _ -> out.octet(DISABLE);
        }
    }

    static AccessChange readChange(ByteReader in) {
        int kind = in.octet();
        return switch (kind) {
            case PUT_USER -> new AccessChange.PutUser(in.string(), in.string(), optionalList(in));
            case UPDATE_USER ->
                new AccessChange.UpdateUser(
                        in.string(), in.string(), in.list(ByteReader::string), in.list(ByteReader::string));
            case DELETE_USER -> new AccessChange.DeleteUser(in.string());
            case CREATE_ROLE -> new AccessChange.CreateRole(readRole(in));
            case UPDATE_ROLE -> new AccessChange.UpdateRole(in.string(), readPermissions(in), readPermissions(in));
            case DELETE_ROLE -> new AccessChange.DeleteRole(in.string());
            case ENABLE -> new AccessChange.Enable();
            case DISABLE -> new AccessChange.Disable();
            default -> throw in.malformed("has a change of access of unknown kind " + kind);
        };
    }

    private static void writeUser(ByteWriter out, User user) {
        optionalList(out.string(user.name()).string(user.passwordHash()), user.roles());
    }

    private static User readUser(ByteReader in) {
        return new User(in.string(), in.string(), optionalList(in));
    }

    private static void writeRole(ByteWriter out, Role role) {
        writePermissions(out.string(role.name()), role.permissions());
        optionalPermissions(out, role.grant());
        optionalPermissions(out, role.revoke());
    }

    private static Role readRole(ByteReader in) {
        return new Role(in.string(), readPermissions(in), optionalPermissions(in), optionalPermissions(in));
    }

    private static void optionalPermissions(ByteWriter out, @Nullable Permissions permissions) {
        out.flag(permissions != null);
        if (permissions != null) {
            writePermissions(out, permissions);
        }
    }

    private static @Nullable Permissions optionalPermissions(ByteReader in) {
        return in.flag() ? readPermissions(in) : null;
    }

    private static void writePermissions(ByteWriter out, Permissions permissions) {
        optionalList(out, permissions.read());
        optionalList(out, permissions.write());
    }

    private static Permissions readPermissions(ByteReader in) {
        return new Permissions(optionalList(in), optionalList(in));
    }

    private static void optionalList(ByteWriter out, @Nullable List<String> items) {
        out.flag(items != null);
        if (items != null) {
            out.list(items, ByteWriter::string);
        }
    }

    private static @Nullable List<String> optionalList(ByteReader in) {
        return in.flag() ? in.list(ByteReader::string) : null;
    }
}
