package io.muster.keyspace.server;

import java.util.Map;

/// How appending to each other's logs went between this member and the others since it was started. An append carries
/// entries; heartbeats do not count.
///
/// @param sent to all others together
/// @param received from whoever led
/// @param followers by id, those that this member sent appends to
public record AppendStats(long sent, long received, Map<Long, Follower> followers) {
    public AppendStats {
        followers = Map.copyOf(followers);
    }

    /// How one follower took the appends.
    ///
    /// @param succeeded those it acknowledged
    /// @param failed those that could not be sent, were refused, or were given up because no answer came
    public record Follower(long succeeded, long failed, Latency latency) {}

    /// From sending an append to its acknowledgement, in milliseconds; all 0 before the first.
    ///
    /// @param current of the last one
    public record Latency(double current, double average, double standardDeviation, double minimum, double maximum) {}
}
