package io.muster.keyspace.server.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.fixture.DnsResponder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SrvClusterTest {
    private static final String PLAIN = "_etcd-server._tcp.example.com";
    private static final String SECURE = "_etcd-server-ssl._tcp.example.com";

    @AutoClose
    private final DnsResponder dns = new DnsResponder();

    private final List<String> notices = new ArrayList<>();

    @Test
    void everyRecordIsAFounderAndTheOneThatLeadsHereGetsTheName() {
        dns.with(PLAIN, 1, "localhost", 2381).with(PLAIN, 0, "localhost", 2380).with(PLAIN, 2, "127.0.0.1", 2382);

        InitialCluster cluster = lookUp("http://127.0.0.1:2381");

        assertEquals("0=http://localhost:2380,here=http://localhost:2381,1=http://127.0.0.1:2382", cluster.format());
        assertEquals(
                List.of(
                        "got bootstrap from DNS for etcd-server at http://localhost:2380",
                        "got bootstrap from DNS for etcd-server at http://localhost:2381",
                        "got bootstrap from DNS for etcd-server at http://127.0.0.1:2382"),
                notices);
    }

    @Test
    void idsFollowFromTheUrlsInTheRecordsAndTheToken() {
        dns.with(PLAIN, 0, "localhost", 2380);

        assertEquals(
                MemberIds.member(List.of("http://localhost:2380"), "token"),
                lookUp("http://127.0.0.1:2380").members().getFirst().id());
    }

    @Test
    void secureRecordsComeFirstAndAreReachedByHttps() {
        dns.with(PLAIN, 0, "localhost", 2380).with(SECURE, 0, "localhost", 2381);

        assertEquals(
                "0=https://localhost:2381,here=http://localhost:2380",
                lookUp("http://127.0.0.1:2380").format());
    }

    @Test
    void recordOfAHostThatNobodyKnowsIsPassedOver() {
        dns.with(PLAIN, 0, "localhost", 2380).with(PLAIN, 0, "nowhere.invalid", 2380);

        assertEquals(
                "here=http://localhost:2380", lookUp("http://127.0.0.1:2380").format());
        assertTrue(
                notices.contains("couldn't resolve host http://nowhere.invalid:2380 during SRV discovery"),
                notices.toString());
    }

    @Test
    void memberThatIsNotAmongTheRecordsIsToldSo() {
        dns.with(PLAIN, 0, "localhost", 2380);

        assertEquals(
                "cannot find local etcd member \"here\" in SRV records; add a record for http://127.0.0.1:1, or advertise"
                        + " with --initial-advertise-peer-urls what is there: 0=http://localhost:2380",
                refusal("http://127.0.0.1:1"));
    }

    @Test
    void domainWithoutRecordsIsNamedWithWhatWasAsked() {
        assertEquals(
                "error querying DNS SRV records for _etcd-server lookup " + PLAIN + ": no such host; check the records"
                        + " of example.com, or name the founders with --initial-cluster",
                refusal("http://127.0.0.1:1"));
        assertEquals(
                List.of(
                        "error querying DNS SRV records for _etcd-server-ssl lookup " + SECURE + ": no such host",
                        "error querying DNS SRV records for _etcd-server lookup " + PLAIN + ": no such host",
                        "SRV discovery failed: too many errors querying DNS SRV records"),
                notices);
    }

    private InitialCluster lookUp(String peerUrl) {
        return SrvCluster.lookUp("example.com", "token", "here", List.of(peerUrl), notices::add);
    }

    private String refusal(String peerUrl) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> lookUp(peerUrl))
                .getMessage());
    }
}
