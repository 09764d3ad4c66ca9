package io.muster.keyspace.server.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.TestCluster;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Links whose bytes get lost while nobody says that the connection is broken.
class SilentLossTest {
    private static final long CLUSTER = 0xC1;
    private static final long ANN = 0xa;
    private static final long BEN = 0xb;
    private static final Duration ELECTION = Duration.ofSeconds(1);

    private final InetSocketAddress annAt = address();
    private final InetSocketAddress benAt = address();
    private final InetSocketAddress wayToBen = address();
    private final List<MemberInfo> members = List.of(member(ANN, annAt), member(BEN, wayToBen));
    private final Set<Integer> heardByBen = ConcurrentHashMap.newKeySet();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private int sent;

    @Test
    void aLinkThatFellSilentDeliversAgainSoonAfterTheNetworkIsMended() throws Exception {
        try (Peers ann = peers(ANN, annAt)) {
            assertEquals(0, activePeers());
            try (Peers _ = peers(BEN, benAt);
                    SilentRelay relay = new SilentRelay(wayToBen, benAt)) {
                TestCluster.eventually("a frame", () -> isHeardFrom(ann, 0));
                assertEquals(1, activePeers());
                relay.cut();
                int next = sent;
                relay.heal();
                long healed = System.nanoTime();
                TestCluster.eventually("another frame", () -> isHeardFrom(ann, next));
                Duration took = Duration.ofNanos(System.nanoTime() - healed);
                assertTrue(took.compareTo(Duration.ofSeconds(8)) < 0, took::toString);
            }
        }
    }

    @Test
    void aPeerThatNeverAcknowledgesKeepsItsLink() throws Exception {
        AtomicInteger links = new AtomicInteger();
        try (ServerSocket before = new ServerSocket(wayToBen.getPort(), 50, wayToBen.getAddress());
                Peers ann = peers(ANN, annAt)) {
            Thread.startVirtualThread(() -> serveAsBuildsBeforeDid(before, links));
            TestCluster.eventually("a connection", () -> ann.isConnected(BEN));
            long begun = System.nanoTime();
            TestCluster.eventually("a time in which a silent link is given up", () -> {
                assertTrue(ann.send(BEN, frame()));
                return System.nanoTime() - begun > Duration.ofSeconds(5).toNanos();
            });
            assertEquals(1, links.get());
        }
    }

    @Test
    void aFrameThatTakesLongIsAcknowledgedAllTheWhile() throws Exception {
        try (Peers _ = peers(BEN, benAt);
                Socket socket = new Socket(benAt.getAddress(), benAt.getPort())) {
            InputStream answers = greet(socket);
            OutputStream out = socket.getOutputStream();
            out.write(ByteBuffer.allocate(4).putInt(1 << 20).array());
            for (int i = 0; i < 2; i++) {
                TestCluster.eventually("an acknowledgement", () -> writesAndHears(out, answers));
                assertEquals(Echo.ACKNOWLEDGEMENT, answers.read());
            }
            assertEquals(Set.of(), heardByBen);
        }
    }

    @Test
    void theLinkThatANewOneReplacesIsClosed() throws Exception {
        try (Peers _ = peers(BEN, benAt);
                Socket first = new Socket(benAt.getAddress(), benAt.getPort());
                Socket second = new Socket(benAt.getAddress(), benAt.getPort())) {
            InputStream answers = greet(first);
            first.getOutputStream().write(frame().array());
            TestCluster.eventually("the first frame", () -> heardByBen.size() == 1);
            greet(second);
            second.getOutputStream().write(frame().array());
            assertEquals(-1, answers.read());
            TestCluster.eventually("the second frame", () -> heardByBen.size() == 2);
            second.getOutputStream().write(frame().array());
            TestCluster.eventually("the third frame", () -> heardByBen.size() == 3);
        }
    }

    // Whether one of the frames of that number or later has come; one more is on its way.
    private boolean isHeardFrom(Peers ann, int first) {
        boolean _ = ann.send(BEN, frame());
        return heardByBen.stream().anyMatch(number -> number >= first);
    }

    private double activePeers() {
        return meters.get("etcd_network_active_peers")
                .tag("Local", "a")
                .tag("Remote", "b")
                .gauge()
                .value();
    }

    private static boolean writesAndHears(OutputStream out, InputStream answers) {
        try {
            out.write(7);
            return answers.available() > 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static InputStream greet(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        socket.getOutputStream()
                .write(new Hello(Hello.FORMAT, CLUSTER, ANN, BEN, List.of())
                        .encode()
                        .array());
        InputStream answers = socket.getInputStream();
        assertEquals(0, answers.read());
        assertEquals(Echo.ACKNOWLEDGEMENT, answers.read());
        return answers;
    }

    private static void serveAsBuildsBeforeDid(ServerSocket listener, AtomicInteger links) {
        try {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                links.incrementAndGet();
                DataInputStream in = new DataInputStream(socket.getInputStream());
                in.skipNBytes(Hello.FIXED_SIZE);
                socket.getOutputStream().write(0);
                Thread.startVirtualThread(() -> drain(in));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void drain(InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // closed
        }
    }

    private ByteBuffer frame() {
        return Peers.newFrame(4).putInt(sent++).flip();
    }

    private Peers peers(long self, InetSocketAddress at) {
        return new Peers(
                new PeerSettings(
                        CLUSTER,
                        self,
                        List.of(new PeerSettings.Listen(at, null)),
                        null,
                        new FixedRoll(members),
                        ELECTION),
                FrameFilter.ALL_PASS,
                (_, frame) -> heardByBen.add(frame.getInt()),
                meters);
    }

    private static MemberInfo member(long id, InetSocketAddress at) {
        return new MemberInfo(id, "", List.of("http://127.0.0.1:" + at.getPort()), List.of());
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), TestCluster.freePort());
    }
}
