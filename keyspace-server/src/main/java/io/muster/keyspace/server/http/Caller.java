package io.muster.keyspace.server.http;

/// Who sent a request, as far as access control cares.
sealed interface Caller {
    /// Does not say who it is.
    record Guest() implements Caller {}

    /// Said who it is, and showed the password.
    ///
    /// @param passwordHash against which the password was checked: once the user has another one, this proves
    // nothing
    record Known(String name, String passwordHash) implements Caller {}

    /// Said who it is, and did not prove it.
    record Stranger() implements Caller {}

    Caller GUEST = new Guest();
    Caller STRANGER = new Stranger();
}
