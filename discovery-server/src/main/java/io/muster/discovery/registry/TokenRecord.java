package io.muster.discovery.registry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is noted of a token beside what its nodes see: times, claims, and what is left to say of one that expired.
///
/// A claim is made before the registration it is for. Since all claims of a token are in one value that is only ever
/// compared and swapped, two nodes cannot take the same name, however many servers serve them.
///
/// @param created when the token was given out, or first seen
/// @param secret whether nodes register by another URL than the one this token is read by
/// @param completed when as many were about to be registered as the token asks for; null before. Whether they were is
///     told by what is registered
/// @param expired when it was taken out of service; null while it is in it
/// @param size how many members it asked for; only of one that expired, else the size is where nodes look for it
/// @param claims by the id registered
record TokenRecord(
        Instant created,
        boolean secret,
        @Nullable Instant completed,
        @Nullable Instant expired,
        long size,
        Map<String, Claim> claims) {
    TokenRecord {
        claims = new LinkedHashMap<>(claims);
    }

    /// @param at when it was made
    /// @param value what is registered under the id
    record Claim(Instant at, String value) {}

    static TokenRecord of(Instant created, boolean secret) {
        return new TokenRecord(created, secret, null, null, 0, Map.of());
    }

    TokenRecord with(String id, Claim claim) {
        Map<String, Claim> more = new LinkedHashMap<>(claims);
        more.put(id, claim);
        return new TokenRecord(created, secret, completed, expired, size, more);
    }

    TokenRecord without(String id) {
        Map<String, Claim> less = new LinkedHashMap<>(claims);
        less.remove(id);
        return new TokenRecord(created, secret, completed, expired, size, less);
    }

    TokenRecord completedAt(@Nullable Instant when) {
        return new TokenRecord(created, secret, when, expired, size, claims);
    }

    TokenRecord expiredAt(Instant when, long asked, Map<String, Claim> registered) {
        return new TokenRecord(created, secret, completed, when, asked, registered);
    }

    boolean isExpired() {
        return expired != null;
    }

    /// Whether nothing of it needs to be kept any more.
    boolean isForgotten(Lifetimes lifetimes, Instant now) {
        return expired != null && !expired.plus(lifetimes.remembered()).isAfter(now);
    }
}
