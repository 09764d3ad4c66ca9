package io.muster.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.keyspace.fixture.DnsResponder;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SrvEndpointsTest {
    @AutoClose
    private final DnsResponder dns = new DnsResponder();

    @Test
    void recordsForClientsAreTheEndpointsSecureOnesFirst() throws Stop {
        dns.with("_etcd-client._tcp.example.com", 10, "b.example.com", 2379)
                .with("_etcd-client._tcp.example.com", 9, "a.example.com", 4001)
                .with("_etcd-client-ssl._tcp.example.com", 50, "c.example.com", 2379);

        assertEquals(
                List.of("https://c.example.com:2379", "http://a.example.com:4001", "http://b.example.com:2379"),
                SrvEndpoints.of("example.com").stream().map(Endpoint::url).toList());
    }

    @Test
    void domainWithoutRecordsIsRefusedWithWhatWasAsked() {
        assertEquals(
                "dns lookup errors: lookup _etcd-client-ssl._tcp.example.com: no such host and lookup"
                        + " _etcd-client._tcp.example.com: no such host; name the members with --endpoints",
                String.valueOf(assertThrows(Stop.class, () -> SrvEndpoints.of("example.com"))
                        .getMessage()));
    }
}
