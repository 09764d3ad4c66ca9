/// The v2 command line: reads words and flags as etcdctl 2.3.8 does, speaks HTTP to any etcd v2 API and prints what
/// that program would print, with its exit codes.
///
/// [Etcdctl] is the way in. A line becomes [Globals] and a [Subcommand], spoken in the words of `keyspace`; [Cluster]
/// carries requests to the members. Of this project only `keyspace` may be imported. Every millisecond before the first
/// answer is felt in shell loops: no framework, no reflection, no `java.net.http` (it alone costs 200 ms).
@NullMarked
package io.muster.etcdctl;

import org.jspecify.annotations.NullMarked;
