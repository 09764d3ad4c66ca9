package io.muster.keyspace.server.peer;

import io.muster.keyspace.MemberInfo;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

/// Who this member is to the others, and where it is listened for.
///
/// @param listen none for a lone member
/// @param members the cluster as this member knows it, asked each time: for the peer HTTP API, and for where to reach
///     whom
public record PeerSettings(
        long clusterId, long selfId, List<InetSocketAddress> listen, Supplier<List<MemberInfo>> members) {
    public PeerSettings {
        listen = List.copyOf(listen);
    }
}
