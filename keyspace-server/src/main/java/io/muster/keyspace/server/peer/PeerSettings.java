package io.muster.keyspace.server.peer;

import io.muster.keyspace.server.tls.ClientTls;
import io.muster.keyspace.server.tls.ServerTls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who this member is to the others, and where it is listened for.
///
/// @param listen none for a lone member
/// @param calling how to secure connections to `https` addresses; null when there can be none
/// @param roll the cluster as this member knows it, asked each time: for the peer HTTP API, for where to reach whom,
///     and for whom to refuse
/// @param election the election timeout: the longest silence that is nobody's fault
public record PeerSettings(
        long clusterId,
        long selfId,
        List<Listen> listen,
        @Nullable ClientTls calling,
        ClusterDoor roll,
        Duration election) {
    /// An address to listen at.
    ///
    /// @param tls what secures the connections; null for plain ones
    public record Listen(
            InetSocketAddress address, @Nullable ServerTls tls) {}

    // A member that pauses for less, to collect garbage say, keeps its links.
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(3);

    public PeerSettings {
        listen = List.copyOf(listen);
    }

    /// For how long a peer may acknowledge nothing of what it is sent before its link counts as broken. No less than
    /// the election timeout, because that is chosen so that every answer comes within it, on long lines too.
    Duration patience() {
        return election.compareTo(LEAST_PATIENCE) > 0 ? election : LEAST_PATIENCE;
    }
}
