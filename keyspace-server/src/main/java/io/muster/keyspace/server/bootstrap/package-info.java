/// How a new member learns who founds its cluster: from a list it was given, or from a discovery URL.
///
/// The room speaks HTTP as a client only, starts no thread and knows neither the Raft engine nor the servers around
/// it. Waiting, the network and the words for the user come in through constructors. Source:
/// the discovery protocol of etcd 2.0 to 3.4 (`discovery_protocol.md` of etcd 2.3) and etcd's static bootstrap.
@NullMarked
package io.muster.keyspace.server.bootstrap;

import org.jspecify.annotations.NullMarked;
