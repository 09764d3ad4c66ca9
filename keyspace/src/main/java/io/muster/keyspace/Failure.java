package io.muster.keyspace;

/// A refusal by the protocol.
///
/// @param cause what was refused, in the original's words; empty when there is nothing to add
/// @param index the store index when it was refused; 0 when the request never reached the store
public record Failure(ErrorCode code, String cause, long index) implements Outcome {}
