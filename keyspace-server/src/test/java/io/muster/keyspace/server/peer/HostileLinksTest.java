package io.muster.keyspace.server.peer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.fixture.CapturedErrors;
import io.muster.keyspace.fixture.HostileClient;
import io.muster.keyspace.fixture.Mutator;
import io.muster.keyspace.server.TestCluster;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Spoilt hellos and frames at the peer port: the link is refused or closed, nothing is said of it but a line, and the
/// next one is welcome.
class HostileLinksTest {
    private static final int ROUNDS = 1_000;
    private static final long CLUSTER = 0xC1;
    private static final int PORT = TestCluster.freePort();
    private static final URI URL = URI.create("http://127.0.0.1:" + PORT);

    @Test
    void whateverComesTheNextLinkIsWelcome() throws Exception {
        Mutator mutator = new Mutator(3);
        HostileClient client = new HostileClient(URL, List.of(), mutator);
        try (CapturedErrors errors = new CapturedErrors();
                Peers _ = peers()) {
            for (int round = 0; round < Mutator.rounds(ROUNDS); round++) {
                byte[] sent = mutator.spoil(link(mutator));
                String about = "round " + round + ": " + HexFormat.of().formatHex(sent);
                String heard = assertDoesNotThrow(() -> client.exchange(sent), about);
                assertEquals(Optional.empty(), HostileClient.serverFault(heard), about);
                assertFalse(errors.hasStackTrace(), () -> about + "\n" + errors.text());
            }
            assertEquals("\0\6", client.exchange(hello()));
        }
    }

    private static byte[] link(Mutator mutator) {
        ByteBuffer link = ByteBuffer.allocate(1024).put(hello());
        for (int i = mutator.random().nextInt(3); i >= 0; i--) {
            byte[] frame = mutator.noise(100);
            link.putInt(frame.length).put(frame);
        }
        byte[] bytes = new byte[link.position()];
        link.get(0, bytes);
        return bytes;
    }

    private static byte[] hello() {
        return new Hello(Hello.FORMAT, CLUSTER, 2, 1, List.of("http://127.0.0.1:1"))
                .encode()
                .array();
    }

    private static Peers peers() {
        List<MemberInfo> members = List.of(
                new MemberInfo(1, "a", List.of(URL.toString()), List.of()),
                new MemberInfo(2, "b", List.of("http://127.0.0.1:1"), List.of()));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
        return new Peers(
                new PeerSettings(
                        CLUSTER,
                        1,
                        List.of(new PeerSettings.Listen(address, null)),
                        null,
                        new FixedRoll(members),
                        Duration.ofSeconds(1)),
                FrameFilter.ALL_PASS,
                HostileLinksTest::hear,
                new CompositeMeterRegistry());
    }

    // as the reader of messages does
    private static void hear(long from, ByteBuffer frame) {
        if (frame.get() < 0) {
            throw new IllegalArgumentException("message of unknown kind");
        }
    }
}
