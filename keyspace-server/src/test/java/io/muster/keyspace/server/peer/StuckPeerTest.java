package io.muster.keyspace.server.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.TestCluster;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Ben's process holds its connection open and reads nothing, while cid is well. Who sends to them is the one thread on
/// which the engine runs: were it to wait for ben, the member would fall silent towards everybody.
class StuckPeerTest {
    private static final long CLUSTER = 0xC1;
    private static final long ANN = 0xa;
    private static final long BEN = 0xb;
    private static final long CID = 0xc;
    private static final int FRAME = 1 << 20;
    private static final int WAITING_FRAMES_MAX = 64;

    // What the system's own buffers on the way may hold, generously.
    private static final int SYSTEM_FRAMES_MAX = 32;

    private final List<MemberInfo> members = List.of(member(ANN), member(BEN), member(CID));
    private final BlockingQueue<Integer> heardByCid = new LinkedBlockingQueue<>();

    @Test
    void theSenderNeverWaitsAndWhatWaitsIsBounded() throws Exception {
        try (ServerSocket ben = new ServerSocket(port(1), 1, InetAddress.getLoopbackAddress());
                Peers _ = peers(2, List.of(members.getFirst()));
                Peers ann = peers(0, members);
                Socket stuck = ben.accept()) {
            new DataInputStream(stuck.getInputStream()).skipNBytes(Hello.FIXED_SIZE);
            stuck.getOutputStream().write(0);
            TestCluster.eventually("the connections", () -> ann.isConnected(BEN) && ann.isConnected(CID));

            ByteBuffer large = Peers.newFrame(FRAME).put(new byte[FRAME]).flip();
            int taken = assertTimeoutPreemptively(
                    Duration.ofSeconds(30), () -> send(ann, large, 2 * (WAITING_FRAMES_MAX + SYSTEM_FRAMES_MAX)));
            assertTrue(taken >= WAITING_FRAMES_MAX, () -> "only " + taken + " frames were taken");
            assertTrue(taken <= WAITING_FRAMES_MAX + SYSTEM_FRAMES_MAX, () -> taken + " frames were taken");

            assertTrue(ann.send(CID, Peers.newFrame(4).putInt(5).flip()));
            assertEquals(5, heardByCid.poll(10, TimeUnit.SECONDS));
        }
    }

    // How many of the frames were taken; they all share one array.
    private static int send(Peers from, ByteBuffer frame, int count) {
        int taken = 0;
        for (int i = 0; i < count; i++) {
            taken += from.send(BEN, frame.duplicate()) ? 1 : 0;
        }
        return taken;
    }

    private Peers peers(int member, List<MemberInfo> known) {
        InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port(member));
        return new Peers(
                new PeerSettings(
                        CLUSTER,
                        members.get(member).id(),
                        List.of(new PeerSettings.Listen(at, null)),
                        null,
                        new FixedRoll(known),
                        Duration.ofSeconds(1)),
                FrameFilter.ALL_PASS,
                (_, frame) -> heardByCid.add(frame.getInt()),
                new SimpleMeterRegistry());
    }

    private int port(int member) {
        String url = members.get(member).peerUrls().getFirst();
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    private static MemberInfo member(long id) {
        return new MemberInfo(id, "", List.of("http://127.0.0.1:" + TestCluster.freePort()), List.of());
    }
}
