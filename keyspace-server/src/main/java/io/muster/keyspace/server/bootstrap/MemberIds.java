package io.muster.keyspace.server.bootstrap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;

/// Ids that every founder computes alike, so that none has to be handed out: unsigned 64-bit numbers, the first eight
/// bytes of a SHA-1. The rule is etcd's, which lets its members and tools recognise ours.
public final class MemberIds {
    private MemberIds() {}

    /// The id of a founding member: its peer URLs, sorted and joined without separator, then the token. The name is not
    /// part of it.
    public static long member(Collection<String> peerUrls, String token) {
        String text = String.join("", peerUrls.stream().sorted().toList()) + token;
        return firstEightBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The id of a cluster: its founders' ids, ascending.
    public static long cluster(Collection<Long> memberIds) {
        List<Long> ascending = memberIds.stream().sorted(Long::compareUnsigned).toList();
        ByteBuffer bytes = ByteBuffer.allocate(ascending.size() * Long.BYTES);
        ascending.forEach(bytes::putLong);
        return firstEightBytes(bytes.array());
    }

    private static long firstEightBytes(byte[] text) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-1").digest(text))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-1", e);
        }
    }
}
