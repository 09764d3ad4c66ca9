/// The peer port: how members of a cluster reach each other.
///
/// One listener per address serves both the links that Raft frames travel on and the peer HTTP API. Frames are bytes
/// here; what they say is the business of `raft`. This package may use Jetty, and must not know the Raft engine.
@NullMarked
package io.muster.keyspace.server.peer;

import org.jspecify.annotations.NullMarked;
