package io.muster.discovery.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A token as people are shown it: nothing in it lets its reader change anything but the token's name, which lets nodes
/// register unless `secret` says otherwise. Immutable.
///
/// @param token the name it is read by
/// @param secret whether nodes register by another URL, which is not told here
/// @param size how many members the cluster is to have
/// @param members the first `size` registrants by the order of registration; they found the cluster
/// @param surplus those that came too late
/// @param created when it was given out, or first seen
/// @param end when it will expire as things stand; empty for never, or when it has expired
public record TokenView(
        Token token,
        boolean secret,
        State state,
        long size,
        List<Member> members,
        List<Member> surplus,
        Optional<Instant> created,
        Optional<Instant> end) {
    public TokenView {
        members = List.copyOf(members);
        surplus = List.copyOf(surplus);
    }

    /// How far the cluster's birth has come.
    public sealed interface State {
        /// The word for it.
        default String word() {
            return switch (this) {
                case Waiting _ -> "waiting";
                case Complete _ -> "complete";
                case Expired _ -> "expired";
            };
        }
    }

    /// Some members are missing.
    ///
    /// @param more how many
    public record Waiting(long more) implements State {}

    /// All members have registered.
    ///
    /// @param at when the last of them did; empty when that was not noted
    public record Complete(Optional<Instant> at) implements State {}

    /// Its nodes find it no longer; what is told of it is as it was last.
    public record Expired(Instant at) implements State {}

    /// A node that registered.
    ///
    /// @param id the key it registered under: the member's id, or the name of a node of etcd 0.4
    /// @param name the node's name; empty when the value has none
    /// @param peerUrls empty when the value has none
    /// @param value what it registered, as it stands
    /// @param registered when; empty when that was not noted
    /// @param lapses when the registration ends unless it is renewed
    /// @param report what the node told of its boot, see [Registry#report]
    public record Member(
            String id,
            String name,
            List<String> peerUrls,
            String value,
            Optional<Instant> registered,
            Optional<Instant> lapses,
            Optional<BootReport> report) {
        public Member {
            peerUrls = List.copyOf(peerUrls);
        }
    }

    /// What a node told of its boot.
    ///
    /// @param received when
    /// @param text as it came
    public record BootReport(Instant received, String text) {}
}
