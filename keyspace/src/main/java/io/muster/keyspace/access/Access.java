package io.muster.keyspace.access;

import io.muster.keyspace.Key;
import java.util.List;
import java.util.Optional;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/// All that is known of access at one moment: immutable, so that it can be asked on any thread without a lock.
///
/// @param users by name, as they were stored; ask [#user], which completes root
/// @param roles by name, all but the root role, which is always there
public record Access(boolean enabled, PSortedMap<String, User> users, PSortedMap<String, Role> roles) {
    /// As every keyspace begins: switched off, without users.
    public static final Access NONE = new Access(false, TreePMap.empty(Key.NAME_ORDER), TreePMap.empty(Key.NAME_ORDER));

    public static Access of(boolean enabled, List<User> users, List<Role> roles) {
        Access access = NONE.switchedTo(enabled);
        for (User user : users) {
            access = access.with(user);
        }
        for (Role role : roles) {
            access = access.with(role);
        }
        return access;
    }

    public Optional<User> user(String name) {
        return Optional.ofNullable(users.get(name)).map(User::complete);
    }

    public Optional<Role> role(String name) {
        return name.equals(Role.ROOT) ? Optional.of(Role.ROOT_ROLE) : Optional.ofNullable(roles.get(name));
    }

    /// The users as a list shows them, by name. Like keys, those that begin with `_` are left out.
    public List<User> listedUsers() {
        return users.values().stream()
                .filter(user -> isListed(user.name()))
                .map(User::complete)
                .toList();
    }

    /// The roles as a list shows them, by name, the root role among them. Like keys, those that begin with `_` are left
    /// out.
    public List<Role> listedRoles() {
        return roles.plus(Role.ROOT, Role.ROOT_ROLE).values().stream()
                .filter(role -> isListed(role.name()))
                .toList();
    }

    /// Whether one of the user's roles allows it. Switched off or not is the caller's affair.
    ///
    /// @param path the key as the client spelt it, a slash at its end included
    /// @param recursive whether what lies below the key is concerned, too
    public boolean allows(User user, String path, boolean writes, boolean recursive) {
        for (String name : user.roleNames()) {
            Role role = name.equals(Role.ROOT) ? Role.ROOT_ROLE : roles.get(name);
            if (role != null && role.allows(path, writes, recursive)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the guest role allows it. As in the original, guests need no `*` for what lies below a key.
    ///
    /// @param path the key as the client spelt it, a slash at its end included
    public boolean allowsGuest(String path, boolean writes) {
        Role guest = roles.get(Role.GUEST);
        return guest != null && guest.allows(path, writes, false);
    }

    Access switchedTo(boolean on) {
        return new Access(on, users, roles);
    }

    Access with(User user) {
        return new Access(enabled, users.plus(user.name(), user), roles);
    }

    Access withoutUser(String name) {
        return new Access(enabled, users.minus(name), roles);
    }

    Access with(Role role) {
        return new Access(enabled, users, roles.plus(role.name(), role));
    }

    Access withoutRole(String name) {
        return new Access(enabled, users, roles.minus(name));
    }

    private static boolean isListed(String name) {
        return !name.startsWith("_");
    }
}
