package io.muster.keyspace.server.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The expected numbers were printed by etcd 2.3.8 and 3.4.23.
class MemberIdsTest {
    private static final String TOKEN = "http://127.0.0.1:13102/3212f6a68075e4ae0db9605df92fe09f";

    @Test
    void memberIdComesFromItsUrlAndTheDiscoveryUrl() {
        assertEquals("22fabc3ba667302d", member(TOKEN, "http://127.0.0.1:13201"));
        assertEquals("aedda47c7cdf984b", member(TOKEN, "http://127.0.0.1:13203"));
        assertEquals("e8bb50f355372121", member(TOKEN, "http://127.0.0.1:13205"));
    }

    @Test
    void clusterIdComesFromTheMemberIdsInAnyOrder() {
        assertEquals("5a0d48761b0ddbf0", cluster("e8bb50f355372121", "22fabc3ba667302d", "aedda47c7cdf984b"));
        assertEquals("7a58ffa6a85165af", cluster("b3c95ba314758fae", "7e38250b6b014926", "1892772729c47c69"));
    }

    @Test
    void severalUrlsOfOneMemberCountTogetherInAnyOrder() {
        String token = "http://127.0.0.1:13102/b94ca15ace13f80bcb8de34759db4383";
        assertEquals("fcbf0d83c61672ca", member(token, "http://127.0.0.1:13401", "http://127.0.0.1:13403"));
        assertEquals("fcbf0d83c61672ca", member(token, "http://127.0.0.1:13403", "http://127.0.0.1:13401"));
    }

    private static String member(String token, String... urls) {
        return Long.toHexString(MemberIds.member(List.of(urls), token));
    }

    private static String cluster(String... hexIds) {
        return Long.toHexString(MemberIds.cluster(
                Stream.of(hexIds).map(id -> Long.parseUnsignedLong(id, 16)).toList()));
    }
}
