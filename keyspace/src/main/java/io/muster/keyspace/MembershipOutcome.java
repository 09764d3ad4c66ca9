package io.muster.keyspace;

import io.muster.keyspace.membership.MemberVerdict;

/// What a change of the members came to.
///
/// @param index the store index when it was decided
public record MembershipOutcome(MemberVerdict verdict, long index) implements Outcome {}
