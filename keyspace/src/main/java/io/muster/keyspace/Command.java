package io.muster.keyspace;

import io.muster.keyspace.access.AccessChange;
import io.muster.keyspace.membership.MemberChange;
import java.time.Duration;
import java.util.List;
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

    /// Records a member's name and client URLs, also where etcd 0.4 kept them in the hidden tree, and its peer URLs
    /// when
    /// these are not known yet; uses up one index unless the member was removed, is no event.
    record PublishMember(MemberInfo member) implements Command {}

    /// Changes users, roles or the switch of access control; answered with an [AccessOutcome]. Uses up one index unless
    /// it is refused, is no event.
    record ChangeAccess(AccessChange change) implements Command {}

    /// Adds, moves or removes a member; answered with a [MembershipOutcome]. Uses up one index unless it is refused, is
    /// no event.
    ///
    /// @param founders the members there were before the first change, whom the store need not have heard of
    /// @param strict whether to refuse what could cost the cluster its quorum
    record ChangeMembers(MemberChange change, List<MemberInfo> founders, boolean strict) implements Command {
        public ChangeMembers {
            founders = List.copyOf(founders);
        }
    }
}
