/// The client port: the v2 HTTP APIs of one member.
///
/// `/v2/keys` is served on Jetty's own handler API, because every request pays for it; the other APIs are Javalin
/// routes. Requests become words of `io.muster.keyspace`, outcomes become bytes through its `wire`; the protocol's
/// rules are not decided here, except those about the shape of a request. The Raft engine does
/// not appear here.
@NullMarked
package io.muster.keyspace.server.http;

import org.jspecify.annotations.NullMarked;
