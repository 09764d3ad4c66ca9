package io.muster.keyspace;

/// What must hold for a compare-and-swap or compare-and-delete.
///
/// @param prevValue the value expected; empty means any
/// @param prevIndex the modifiedIndex expected; 0 means any
public record Condition(String prevValue, long prevIndex) {}
