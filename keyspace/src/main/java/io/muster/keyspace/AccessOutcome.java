package io.muster.keyspace;

import io.muster.keyspace.access.Verdict;

/// What a change of access came to.
///
/// @param index the store index when it was decided
public record AccessOutcome(Verdict verdict, long index) implements Outcome {}
