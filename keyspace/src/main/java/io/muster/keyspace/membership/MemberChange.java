package io.muster.keyspace.membership;

import io.muster.keyspace.MemberInfo;
import java.util.List;

/// A change of who belongs to the cluster.
public sealed interface MemberChange {
    /// Lets in a member that is about to be started.
    ///
    /// @param member with its peer URLs; name and client URLs come when it publishes itself
    record Add(MemberInfo member) implements MemberChange {}

    /// Tells where a member is reached from now on.
    record Move(long id, List<String> peerUrls) implements MemberChange {
        public Move {
            peerUrls = List.copyOf(peerUrls);
        }
    }

    /// Shuts a member out for good: its id never comes back.
    record Remove(long id) implements MemberChange {}

    /// Shuts out all but one for good, when the others are lost (`--force-new-cluster`).
    record KeepOnly(long id) implements MemberChange {}
}
