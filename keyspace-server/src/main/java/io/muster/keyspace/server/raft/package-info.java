/// Agreement: how the members of a group keep one log, and one keyspace from it.
///
/// [RaftEngine] and [Replica] are the border: on one side the keyspace as clients see it, on the other MicroRaft, whose
/// types appear nowhere outside this package and here only in the classes behind the border. Another engine must be
/// able to take its place in a day.
@NullMarked
package io.muster.keyspace.server.raft;

import org.jspecify.annotations.NullMarked;
