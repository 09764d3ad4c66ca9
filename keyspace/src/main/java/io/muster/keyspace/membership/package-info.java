/// Who belongs to the cluster, and how that changes: a part of the store's state, decided alike on every member.
///
/// What the Raft group makes of it is the server's business. Source: `members_api.md` and `runtime-configuration.md` of
/// etcd 2.3.
@NullMarked
package io.muster.keyspace.membership;

import org.jspecify.annotations.NullMarked;
