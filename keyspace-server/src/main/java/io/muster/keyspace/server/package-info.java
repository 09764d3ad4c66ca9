/// One member of a cluster as a program: what it is told (`ServerConfig`), how it starts and stops
/// (`KeyspaceServer`), and the member itself (`Member`); or a proxy in front of members (`ProxyServer`).
///
/// The rooms below do the work: `raft` agreement, `log` the disk, `peer` the peer listener, `http` the client APIs,
/// `proxy` the way to members, `bootstrap` how a new cluster is founded. This package puts them together and is the
// only one that knows them all.
@NullMarked
package io.muster.keyspace.server;

import org.jspecify.annotations.NullMarked;
