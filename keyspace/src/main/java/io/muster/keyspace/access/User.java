package io.muster.keyspace.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody who may ask.
///
/// @param passwordHash as bcrypt writes it, its salt included
/// @param roles names, whether or not there are such roles; null when never spoken of, which answers show as `null`
public record User(
        String name, String passwordHash, @Nullable List<String> roles) {
    /// The user who must exist before access control can be switched on.
    public static final String ROOT = "root";

    public User {
        roles = roles == null ? null : List.copyOf(roles);
    }

    /// The names of the roles; empty when never spoken of.
    public List<String> roleNames() {
        return roles == null ? List.of() : roles;
    }

    /// This user, with the root role if it is root: that one cannot be kept from it.
    User complete() {
        if (!name.equals(ROOT) || roleNames().contains(Role.ROOT)) {
            return this;
        }
        List<String> completed = new ArrayList<>(roleNames());
        completed.add(Role.ROOT);
        return new User(name, passwordHash, completed);
    }
}
