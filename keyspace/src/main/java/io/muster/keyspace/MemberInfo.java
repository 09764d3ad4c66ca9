package io.muster.keyspace;

import java.util.List;

/// What the cluster knows of one member.
///
/// @param id unsigned 64-bit, shown in lower-case hex without leading zeros
/// @param name empty until the member has published itself
/// @param peerUrls where other members reach it
/// @param clientUrls where clients reach it; empty until it has published itself
public record MemberInfo(long id, String name, List<String> peerUrls, List<String> clientUrls) {
    public MemberInfo {
        peerUrls = List.copyOf(peerUrls);
        clientUrls = List.copyOf(clientUrls);
    }

    /// The id as the protocol writes it.
    public String hexId() {
        return Long.toHexString(id);
    }
}
