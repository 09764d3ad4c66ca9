/// The keyspace's bytes: JSON as etcd writes it, and our own forms of log entries and snapshots.
///
/// Bytes go in and come out as arrays; there is no IO. The forms of log and snapshot begin with a version number and
/// are refused when it is not known.
@NullMarked
package io.muster.keyspace.wire;

import org.jspecify.annotations.NullMarked;
