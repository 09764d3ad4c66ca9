/// Tokens and the registrations below them: what they are, how long they live, who may change them.
///
/// Knows a [io.muster.keyspace.Keyspace] and no HTTP; time comes from outside.
@NullMarked
package io.muster.discovery.registry;

import org.jspecify.annotations.NullMarked;
