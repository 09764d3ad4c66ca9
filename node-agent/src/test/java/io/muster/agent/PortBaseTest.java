package io.muster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.cloudconfig.OptionSection;
import io.muster.cloudconfig.Options;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortBaseTest {
    private final PortBase ports = new PortBase(12379);

    @Test
    void theFourWellKnownPortsBecomeFourInARow() {
        assertEquals(
                "http://0.0.0.0:12379,http://[::1]:12381/,a=http://h:12380,h:12382",
                ports.move("http://0.0.0.0:2379,http://[::1]:4001/,a=http://h:2380,h:7001"));
    }

    @Test
    void otherPortsStayAsTheyAre() {
        assertEquals("http://h:23790,http://h:8087/2379", ports.move("http://h:23790,http://h:8087/2379"));
    }

    @Test
    void theDiscoveryServiceIsNotMoved() {
        Options options = new Options(OptionSection.ETCD2, Map.of("discovery", "http://h:2379/v2/keys/x"));

        assertEquals("http://h:2379/v2/keys/x", ports.move(options).values().get("discovery"));
    }

    @Test
    void whatTheOptionsDoNotSayIsMovedToo() {
        assertEquals(
                Map.of(
                        "listen_client_urls", "http://localhost:12379,http://localhost:12381",
                        "advertise_client_urls", "http://localhost:12379,http://localhost:12381",
                        "listen_peer_urls", "http://localhost:12380,http://localhost:12382",
                        "initial_advertise_peer_urls", "http://localhost:12380,http://localhost:12382"),
                ports.move(new Options(OptionSection.ETCD2, Map.of())).values());
        assertEquals(
                Map.of("addr", "10.0.0.1:12381", "peer_addr", "10.0.0.1:12382"),
                ports.move(new Options(
                                OptionSection.ETCD, Map.of("addr", "10.0.0.1:4001", "peer_addr", "10.0.0.1:7001")))
                        .values());
    }

    @Test
    void aBaseThatLeavesNoRoomForFourPortsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new PortBase(65533));
        assertThrows(IllegalArgumentException.class, () -> new PortBase(0));
    }
}
