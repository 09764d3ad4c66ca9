/// The discovery service: hands out tokens and records the members of a cluster being born, speaking the protocol of
/// `discovery.etcd.io` to nodes of both generations of etcd.
///
/// This package is the program: flags, wiring, start and end. What it is made of: `registry` (the tokens), `backend`
/// (where they are kept), `http` (how clients see them). All may use the keyspace server's doors (its `Member`, its
/// `http` room), never the Raft engine.
@NullMarked
package io.muster.discovery;

import org.jspecify.annotations.NullMarked;
