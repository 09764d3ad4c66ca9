package io.muster.keyspace.server;

import java.time.Duration;
import java.util.List;

/// What a server finds when it looks for its place among the members of a cluster.
sealed interface Seat {
    /// It is a member.
    record Found(Membership membership) implements Seat {}

    /// All seats are taken, for good: others have founded the cluster.
    record Taken() implements Seat {}

    /// All seats are taken for now, as in etcd 0.4.
    ///
    /// @param peerUrls of members, who know when one is free
    /// @param syncInterval how long to wait until they are asked again
    record Occupied(List<String> peerUrls, int activeSize, Duration syncInterval) implements Seat {
        public Occupied {
            peerUrls = List.copyOf(peerUrls);
        }
    }
}
