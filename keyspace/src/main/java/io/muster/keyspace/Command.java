package io.muster.keyspace;

import io.muster.keyspace.access.AccessChange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A change asked of the keyspace. Commands carry a time to live, never a moment: the leader's time stamp on the log
/// entry says when it begins, so every member computes the same expiration.
///
/// In each `ttl`, null means permanent and zero means expired at once.
public sealed interface Command {
    /// Makes a node that must not exist yet (`prevExist=false`).
    record Create(
            Key key, boolean dir, String value, @Nullable Duration ttl) implements Command {}

    /// Makes a node with a fresh, ordered name below `directory` (`POST`).
    record CreateInOrder(
            Key directory,
            boolean dir,
            String value,
            @Nullable Duration ttl) implements Command {}

    /// Makes or replaces a node (plain `PUT`).
    ///
    /// @param refresh keep the present value and wake no watcher
    record Set(Key key, boolean dir, String value, @Nullable Duration ttl, boolean refresh) implements Command {}

    /// Changes a node that must exist (`prevExist=true`).
    ///
    /// @param refresh keep the present value and wake no watcher
    record Update(
            Key key, boolean dir, String value, @Nullable Duration ttl, boolean refresh) implements Command {}

    /// Changes a file if the condition holds.
    ///
    /// @param refresh keep the present value and wake no watcher
    record CompareAndSwap(Key key, String value, @Nullable Duration ttl, Condition condition, boolean refresh)
            implements Command {}

    /// Removes a node; a directory needs `dir`, one that is not empty `recursive`, which implies `dir`.
    record Delete(Key key, boolean dir, boolean recursive) implements Command {}

    /// Removes a file if the condition holds.
    record CompareAndDelete(Key key, Condition condition) implements Command {}

    /// Removes every node that is due at the entry's time, one event and one index each, earliest first.
    record Expire() implements Command {}

    /// Records a member's name and addresses, also where etcd 0.4 kept them in the hidden tree; uses up one index, is
    /// no event.
    record PublishMember(MemberInfo member) implements Command {}

    /// Changes users, roles or the switch of access control; answered with an [AccessOutcome]. Uses up one index unless
    /// it is refused, is no event.
    record ChangeAccess(AccessChange change) implements Command {}
}
