package io.muster.keyspace.server.http;

import java.time.Duration;

/// How much a client port takes on. What is beyond is refused at once, with 503 unless said otherwise.
///
/// @param connections how many may be open; a request that comes by one too many is refused, and the connection closed
/// @param watches how many may wait for events
/// @param pendingWrites how many may wait to be agreed on
/// @param bodyBytes how much request bodies may take up together, those under 8 KiB not counted
/// @param headerBytes how large the head of a request may be; beyond it the answer is 431 or 414
/// @param patience how long a client may take for the head of a request, or go on with it or with an answer at a crawl;
///     one that is slower is cut, at the latest after three times that
public record ClientLimits(
        int connections, int watches, int pendingWrites, long bodyBytes, int headerBytes, Duration patience) {
    /// As the server is without flags.
    public static final ClientLimits DEFAULT =
            new ClientLimits(20_000, 20_000, 10_000, bodyBytesOfHeap(), 1 << 20, Duration.ofSeconds(30));

    /// The same with another number of connections.
    ClientLimits withConnections(int most) {
        return new ClientLimits(most, watches, pendingWrites, bodyBytes, headerBytes, patience);
    }

    /// What bodies may take up when nobody says so. Each is held up to five times over while it is made sense of.
    public static long bodyBytesOfHeap() {
        return Runtime.getRuntime().maxMemory() / 16;
    }
}
