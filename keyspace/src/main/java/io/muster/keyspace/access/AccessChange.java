package io.muster.keyspace.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change asked of users, roles or the switch. In each `passwordHash`, the empty string means that no password was
/// given. Source: `auth_api.md` of etcd 2.3.
public sealed interface AccessChange {
    /// Makes a user; without roles, gives a user that exists the password.
    ///
    /// @param roles null when not spoken of
    record PutUser(
            String name, String passwordHash, @Nullable List<String> roles) implements AccessChange {
        public PutUser {
            roles = roles == null ? null : List.copyOf(roles);
        }
    }

    /// Changes a user that exists: all of it or, when one grant or revocation is refused, nothing.
    record UpdateUser(String name, String passwordHash, List<String> grant, List<String> revoke)
            implements AccessChange {
        public UpdateUser {
            grant = List.copyOf(grant);
            revoke = List.copyOf(revoke);
        }
    }

    record DeleteUser(String name) implements AccessChange {}

    record CreateRole(Role role) implements AccessChange {}

    /// Changes a role that exists: all of it or, when a grant is refused, nothing.
    record UpdateRole(String name, Permissions grant, Permissions revoke) implements AccessChange {}

    record DeleteRole(String name) implements AccessChange {}

    /// Switches access control on; makes the guest role if there is none.
    record Enable() implements AccessChange {}

    record Disable() implements AccessChange {}
}
