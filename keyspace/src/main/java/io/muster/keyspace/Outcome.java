package io.muster.keyspace;

/// What a command or read came to: an [Event] or a [Failure] where keys are concerned, an [AccessOutcome] where access
/// is, a [MembershipOutcome] where members are. A refusal is an answer, not an exception.
public sealed interface Outcome permits Event, Failure, AccessOutcome, MembershipOutcome {
    /// The store index when the outcome was made, the `X-Etcd-Index` of its answer.
    long index();
}
