/// The discovery service: hands out tokens and records the members of a cluster being born, speaking the protocol of
/// `discovery.etcd.io` to nodes of both generations of etcd.
///
/// It keeps the tokens in a member of its own, embedded and durable, or in an external keyspace; either way below
/// `/_etcd/registry`. It may use the keyspace server's doors (its `Member`, its `http` room), never the Raft engine.
@NullMarked
package io.muster.discovery;

import org.jspecify.annotations.NullMarked;
