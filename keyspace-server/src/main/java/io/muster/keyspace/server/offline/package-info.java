/// Data directories without a member: what one holds is read, a new one is laid down. For tools; no network, no
/// threads.
@NullMarked
package io.muster.keyspace.server.offline;

import org.jspecify.annotations.NullMarked;
