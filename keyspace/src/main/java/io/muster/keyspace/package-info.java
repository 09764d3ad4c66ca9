/// The words of the v2 keyspace protocol: keys, commands, reads, events and refusals, and the one door to a keyspace.
///
/// Nothing here does IO, starts a thread or asks a clock. `store` holds the deterministic state machine, `wire` its
/// bytes; servers and clients speak only these types to each other.
@NullMarked
package io.muster.keyspace;

import org.jspecify.annotations.NullMarked;
