package io.muster.discovery.registry;

import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;

/// What becomes of a change that a client asks for below the registry.
sealed interface Ruling {
    /// The keyspace decides.
    record Pass() implements Ruling {}

    /// It would break the birth of a cluster.
    record Refused(Failure failure) implements Ruling {}

    /// Nothing needs to change: it is so already. Done all the same, it would wake those who wait, and nodes take
    /// whatever wakes them for a new member.
    record Settled(Event event) implements Ruling {}

    /// A new registration.
    ///
    /// @param id what it registers under
    record Register(String id, String value) implements Ruling {}

    /// A token that its founder names, as private discovery has it.
    record Found() implements Ruling {}
}
