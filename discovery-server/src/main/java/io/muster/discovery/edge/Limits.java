package io.muster.discovery.edge;

/// What one client, known by its address, may ask of the server. Generous: a whole data centre behind one address
/// bootstraps without noticing.
///
/// @param requestBytes the largest body of a request; 0 for no limit
/// @param requestsPerSecond on the average, with ten times that at once; 0 for no limit
/// @param openRequests how many may be waiting for their answer; 0 for no limit
public record Limits(long requestBytes, int requestsPerSecond, int openRequests) {
    public static final Limits DEFAULT = new Limits(1 << 20, 200, 5_000);

    /// As the original, which knows no limits.
    public static final Limits NONE = new Limits(0, 0, 0);

    static final int BURST_SECONDS = 10;
}
