package io.muster.keyspace.access;

/// What became of an [AccessChange].
public sealed interface Verdict {
    /// It is so; there is nothing to show.
    record Done() implements Verdict {}

    /// The user is now so.
    record UserIs(User user, boolean created) implements Verdict {}

    /// The role is now so.
    record RoleIs(Role role, boolean created) implements Verdict {}

    /// Nothing changed.
    ///
    /// @param status the HTTP status of the answer
    /// @param message why, in the original's words
    record Refused(int status, String message) implements Verdict {}

    /// There is no user of that name.
    static Refused noSuchUser(String name) {
        return refused(404, "User " + name + " does not exist.");
    }

    /// There is no role of that name.
    static Refused noSuchRole(String name) {
        return refused(404, "Role " + name + " does not exist.");
    }

    /// A refusal that begins as the original's do.
    static Refused refused(int status, String why) {
        return new Refused(status, "auth: " + why);
    }
}
