/// Who may do what: users, roles, patterns of keys, and the rules by which they change.
///
/// A part of the state machine's state: immutable, moved by [AccessChange]s from the log, so that every member decides
/// alike. Passwords come hashed; checking one, like all of HTTP, is somebody else's business.
@NullMarked
package io.muster.keyspace.access;

import org.jspecify.annotations.NullMarked;
