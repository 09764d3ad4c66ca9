/// The deterministic state machine: a persistent tree, its index, expiries and history, and those who watch it.
///
/// Everything follows from the entries applied: equal entries give equal stores on every member. Time comes with an
/// entry. One thread applies; any thread reads and watches. No IO, no clock, no thread, and nothing of `wire`.
@NullMarked
package io.muster.keyspace.store;

import org.jspecify.annotations.NullMarked;
