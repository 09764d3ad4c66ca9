package io.muster.keyspace.access;

import org.jspecify.annotations.Nullable;

/// What those who have it may do.
///
/// @param grant an empty grant that came with the role's creation: the original keeps and shows it until the role is
///     changed; null when there was none
/// @param revoke as `grant`
public record Role(
        String name,
        Permissions permissions,
        @Nullable Permissions grant,
        @Nullable Permissions revoke) {
    /// The role that may do everything, and never changes.
    public static final String ROOT = "root";

    /// The role of those who do not say who they are.
    public static final String GUEST = "guest";

    static final Role ROOT_ROLE = new Role(ROOT, Permissions.ALL);

    /// What guests may do where nobody said otherwise before access control was switched on.
    static final Role DEFAULT_GUEST = new Role(GUEST, Permissions.ALL);

    public Role(String name, Permissions permissions) {
        this(name, permissions, null, null);
    }

    boolean allows(String path, boolean writes, boolean recursive) {
        return name.equals(ROOT)
                || (recursive ? permissions.allowAllBelow(path, writes) : permissions.allow(path, writes));
    }
}
