/// A server that takes no part in a cluster and stands in front of one: it hands requests on to members, and answers
/// back.
///
/// Who the members are it keeps in a file and asks them again and again. What it says to clients itself are refusals;
/// everything else are a member's words. Source: `proxy.md` of etcd 2.3.
@NullMarked
package io.muster.keyspace.server.proxy;

import org.jspecify.annotations.NullMarked;
