package io.muster.keyspace.access;

import io.muster.keyspace.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// A change decided: the rules of the original, in its order and words. Source: `auth_api.md` of etcd 2.3, and its
/// recorded answers for the order.
///
/// @param access what is known from now on; what was known before if the change is refused
public record Ruling(Access access, Verdict verdict) {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    /// Decides a change.
    public static Ruling on(AccessChange change, Access access) {
        return switch (change) {
            case AccessChange.PutUser put -> putUser(put, access);
            case AccessChange.UpdateUser update -> updateUser(update, access);
            case AccessChange.DeleteUser delete -> deleteUser(delete.name(), access);
            case AccessChange.CreateRole create -> createRole(create.role(), access);
            case AccessChange.UpdateRole update -> updateRole(update, access);
            case AccessChange.DeleteRole delete -> deleteRole(delete.name(), access);
            case AccessChange.Enable _ -> enable(access);
            case AccessChange.Disable _ ->
                access.enabled() ? done(access.switchedTo(false)) : refused(access, CONFLICT, "already disabled");
        };
    }

    private static Ruling putUser(AccessChange.PutUser put, Access access) {
        User user = new User(put.name(), put.passwordHash(), put.roles()).complete();
        boolean exists = access.users().containsKey(put.name());
        boolean namesRoles = put.roles() != null && !put.roles().isEmpty();
        if (exists && !namesRoles) {
            return updateUser(
                    new AccessChange.UpdateUser(put.name(), put.passwordHash(), List.of(), List.of()), access);
        }
        if (put.passwordHash().isEmpty()) {
            return refused(access, BAD_REQUEST, "Cannot create user " + put.name() + " with an empty password");
        }
        if (exists) {
            return refused(access, CONFLICT, "User " + put.name() + " already exists.");
        }
        // Whoever names roles is answered as if the user had been there: so the original does.
        return new Ruling(access.with(user), new Verdict.UserIs(user, !namesRoles));
    }

    private static Ruling updateUser(AccessChange.UpdateUser update, Access access) {
        Optional<User> known = access.user(update.name());
        if (known.isEmpty()) {
            return new Ruling(access, Verdict.noSuchUser(update.name()));
        }
        User old = known.get();
        TreeSet<String> roles = new TreeSet<>(Key.NAME_ORDER);
        roles.addAll(old.roleNames());
        for (String role : update.grant()) {
            if (!roles.add(role)) {
                return refused(access, CONFLICT, "Granting duplicate role " + role + " for user " + old.name());
            }
        }
        for (String role : update.revoke()) {
            if (!roles.remove(role)) {
                return refused(access, CONFLICT, "Revoking ungranted role " + role + " for user " + old.name());
            }
        }
        String hash = update.passwordHash().isEmpty() ? old.passwordHash() : update.passwordHash();
        User changed = new User(old.name(), hash, List.copyOf(roles));
        if (changed.equals(old)) {
            return refused(access, BAD_REQUEST, "User not updated. Use grant/revoke/password to update the user.");
        }
        return new Ruling(access.with(changed), new Verdict.UserIs(changed, false));
    }

    private static Ruling deleteUser(String name, Access access) {
        if (access.enabled() && name.equals(User.ROOT)) {
            return refused(access, FORBIDDEN, "Cannot delete root user while auth is enabled.");
        }
        return access.users().containsKey(name)
                ? done(access.withoutUser(name))
                : refused(access, NOT_FOUND, "User " + name + " does not exist");
    }

    private static Ruling createRole(Role role, Access access) {
        if (role.name().equals(Role.ROOT)) {
            return isRootRole(access);
        }
        return access.roles().containsKey(role.name())
                ? refused(access, CONFLICT, "Role " + role.name() + " already exists.")
                : new Ruling(access.with(role), new Verdict.RoleIs(role, true));
    }

    private static Ruling updateRole(AccessChange.UpdateRole update, Access access) {
        if (update.name().equals(Role.ROOT)) {
            return isRootRole(access);
        }
        Role old = access.roles().get(update.name());
        if (old == null) {
            return new Ruling(access, Verdict.noSuchRole(update.name()));
        }
        List<String> duplicates = new ArrayList<>();
        Permissions granted = old.permissions().with(update.grant(), duplicates::add);
        if (!duplicates.isEmpty()) {
            return refused(access, CONFLICT, "Granting duplicate " + duplicates.getFirst());
        }
        Role changed = new Role(old.name(), granted.without(update.revoke()));
        return changed.equals(old)
                ? refused(access, BAD_REQUEST, "Role not updated. Use grant/revoke to update the role.")
                : new Ruling(access.with(changed), new Verdict.RoleIs(changed, false));
    }

    private static Ruling deleteRole(String name, Access access) {
        if (name.equals(Role.ROOT)) {
            return isRootRole(access);
        }
        return access.roles().containsKey(name)
                ? done(access.withoutRole(name))
                : refused(access, NOT_FOUND, "Role " + name + " doesn't exist.");
    }

    private static Ruling enable(Access access) {
        if (access.enabled()) {
            return refused(access, CONFLICT, "already enabled");
        }
        if (!access.users().containsKey(User.ROOT)) {
            return refused(access, CONFLICT, "No root user available, please create one");
        }
        Access on = access.switchedTo(true);
        return done(on.roles().containsKey(Role.GUEST) ? on : on.with(Role.DEFAULT_GUEST));
    }

    private static Ruling isRootRole(Access access) {
        return refused(access, FORBIDDEN, "Cannot modify role root: is root role.");
    }

    private static Ruling done(Access access) {
        return new Ruling(access, new Verdict.Done());
    }

    private static Ruling refused(Access access, int status, String why) {
        return new Ruling(access, Verdict.refused(status, why));
    }
}
