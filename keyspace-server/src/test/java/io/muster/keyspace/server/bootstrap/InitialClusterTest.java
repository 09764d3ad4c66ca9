package io.muster.keyspace.server.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.keyspace.MemberInfo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InitialClusterTest {
    private static final String TOKEN = "http://127.0.0.1:13102/3212f6a68075e4ae0db9605df92fe09f";

    @Test
    void membersKeepTheOrderTheyAreListedIn() {
        var cluster = InitialCluster.parse("n3=http://127.0.0.1:13205,n1=http://127.0.0.1:13201", TOKEN);

        assertEquals(
                List.of("n3", "n1"),
                cluster.members().stream().map(MemberInfo::name).toList());
        assertEquals(
                List.of("e8bb50f355372121", "22fabc3ba667302d"),
                cluster.members().stream().map(MemberInfo::hexId).toList());
        assertEquals("n3=http://127.0.0.1:13205,n1=http://127.0.0.1:13201", cluster.format());
    }

    @Test
    void clusterIdIsThatOfItsMembers() {
        var cluster = InitialCluster.parse(
                "a=http://127.0.0.1:13201,b=http://127.0.0.1:13203,c=http://127.0.0.1:13205", TOKEN);

        assertEquals("5a0d48761b0ddbf0", Long.toHexString(cluster.clusterId()));
    }

    @Test
    void nameListedAgainAddsAnotherUrl() {
        var cluster = InitialCluster.parse(
                "a=http://127.0.0.1:13403,b=http://127.0.0.1:13405,a=http://127.0.0.1:13401",
                "http://127.0.0.1:13102/b94ca15ace13f80bcb8de34759db4383");

        MemberInfo a = cluster.named("a").orElseThrow();
        assertEquals(List.of("http://127.0.0.1:13401", "http://127.0.0.1:13403"), a.peerUrls());
        assertEquals("fcbf0d83c61672ca", a.hexId());
        assertEquals("a=http://127.0.0.1:13401,a=http://127.0.0.1:13403", InitialCluster.format(a));
        assertEquals(Optional.empty(), cluster.named("c"));
    }

    @Test
    void whatIsNoListOfMembersIsRefusedByNamingTheFault() {
        refused("http://10.0.0.1:7001", "'http://10.0.0.1:7001' is not of the form name=peer-url");
        refused("=http://10.0.0.1:2380", "'=http://10.0.0.1:2380' is not of the form name=peer-url");
        refused("a=", "the peer URL '' is not of the form http://host:port");
        refused("a=http://10.0.0.1", "the peer URL 'http://10.0.0.1' is not of the form http://host:port");
        refused("a=ftp://10.0.0.1:21", "the peer URL 'ftp://10.0.0.1:21' is not of the form http://host:port");
        refused(
                "a=http://h:2380/x",
                "the peer URL 'http://h:2380/x' has more than scheme, host and port; leave the rest away");
        refused(
                "a=http://h:2380,b=http://h:2380",
                "the peer URL http://h:2380 is listed twice; every member needs its own");
        refused(" , ", "an initial cluster needs at least one member, such as default=http://127.0.0.1:2380");
    }

    private static void refused(String text, String reason) {
        var thrown = assertThrows(IllegalArgumentException.class, () -> InitialCluster.parse(text, "token"));
        assertEquals(reason, thrown.getMessage());
    }
}
