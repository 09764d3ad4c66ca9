/// What survives a crash: the data directory, its write-ahead log and its snapshots.
///
/// Speaks only records and bytes of its own; it knows neither the Raft engine nor the commands inside an entry. It
/// acknowledges nothing it has not forced to disk, and it never goes on after a fault of the disk.
@NullMarked
package io.muster.keyspace.server.log;

import org.jspecify.annotations.NullMarked;
