package io.muster.keyspace.server.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.TestCluster;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final long CLUSTER = 0xC1;

    private final List<MemberInfo> members = List.of(member(0xa, "ann"), member(0xFFFFFFFFFFFFFFFEL, ""));
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @Test
    void framesComeInTheOrderTheyWereSent() throws Exception {
        try (Peers first = peers(0);
                Peers second = peers(1)) {
            TestCluster.eventually("a connection", () -> first.isConnected(id(1)));
            String large = "x".repeat(3_000_000);
            assertTrue(first.send(id(1), frame("one")));
            assertTrue(first.send(id(1), frame(large)));
            assertTrue(first.send(id(1), frame("three")));
            assertEquals("a: one", received.poll(10, TimeUnit.SECONDS));
            assertEquals("a: " + large, received.poll(10, TimeUnit.SECONDS));
            assertEquals("a: three", received.poll(10, TimeUnit.SECONDS));
            TestCluster.eventually("the way back", () -> second.isConnected(id(0)));
        }
    }

    @Test
    void aMemberThatComesBackIsConnectedAgain() throws Exception {
        try (Peers first = peers(0)) {
            assertFalse(first.send(id(1), frame("too early")));
            for (int i = 0; i < 2; i++) {
                try (Peers _ = peers(1)) {
                    TestCluster.eventually("a connection", () -> first.isConnected(id(1)));
                    assertTrue(first.send(id(1), frame("hello")));
                    assertEquals("a: hello", received.poll(10, TimeUnit.SECONDS));
                }
                TestCluster.eventually("the end of the connection", () -> !first.isConnected(id(1)));
            }
        }
    }

    @Test
    void whoBelongsToAnotherClusterIsRefusedAndToldWhy() throws Exception {
        try (Peers first = peers(0)) {
            assertEquals(
                    "belongs to cluster c2, member a belongs to cluster c1",
                    refusal(first, new Hello(Hello.FORMAT, 0xC2, id(1), id(0))));
            assertEquals(
                    "looks for member 77, this is member a",
                    refusal(first, new Hello(Hello.FORMAT, CLUSTER, id(1), 0x77)));
            assertEquals(
                    "speaks link format 9, member a speaks 1", refusal(first, new Hello(9, CLUSTER, id(1), id(0))));
            assertEquals(
                    "is member 55, which the cluster does not know",
                    refusal(first, new Hello(Hello.FORMAT, CLUSTER, 0x55, id(0))));
        }
    }

    @Test
    void theSamePortServesPeerHttp() throws Exception {
        try (Peers first = peers(0);
                HttpClient client = HttpClient.newHttpClient()) {
            assertFalse(first.isConnected(id(1)));
            HttpResponse<String> listed = get(client, "/members");
            assertEquals(
                    "[{\"id\":10,\"peerURLs\":[\"" + url(0)
                            + "\"],\"name\":\"ann\",\"clientURLs\":[\"http://ann:2379\"]},"
                            + "{\"id\":18446744073709551614,\"peerURLs\":[\"" + url(1) + "\"]}]\n",
                    listed.body());
            assertEquals("c1", listed.headers().firstValue("X-Etcd-Cluster-ID").orElseThrow());
            assertEquals(
                    "application/json",
                    listed.headers().firstValue("Content-Type").orElseThrow());
            assertEquals(
                    "{\"etcdserver\":\"2.3.8\",\"etcdcluster\":\"2.3.0\"}",
                    get(client, "/version").body());
            assertEquals(404, get(client, "/nothing").statusCode());
        }
    }

    @Test
    void aPortInUseIsRefusedByName() throws IOException {
        InetSocketAddress address = address(0);
        try (ServerSocket holder = new ServerSocket(address.getPort(), 1, InetAddress.getLoopbackAddress())) {
            assertTrue(holder.isBound());
            CannotListen refusal = assertThrows(CannotListen.class, () -> peers(0));
            assertEquals(
                    "cannot listen for peers on " + address.getHostString() + ":" + address.getPort()
                            + ": Address already in use; stop what uses it, or choose another address with"
                            + " --listen-peer-urls",
                    refusal.getMessage());
        }
    }

    private String refusal(Peers of, Hello hello) throws IOException {
        assertFalse(of.isConnected(hello.from()));
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), address(0).getPort())) {
            socket.getOutputStream().write(hello.encode().array());
            DataInputStream answer = new DataInputStream(socket.getInputStream());
            assertEquals(1, answer.read());
            String reason = answer.readUTF();
            assertEquals(-1, answer.read());
            return reason;
        }
    }

    private HttpResponse<String> get(HttpClient client, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url(0) + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Peers peers(int member) {
        PeerSettings settings =
                new PeerSettings(CLUSTER, id(member), List.of(address(member)), () -> members, Duration.ofSeconds(1));
        return new Peers(
                settings,
                FrameFilter.ALL_PASS,
                (from, frame) -> received.add(Long.toHexString(from) + ": " + StandardCharsets.UTF_8.decode(frame)),
                new CompositeMeterRegistry());
    }

    private static ByteBuffer frame(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Peers.newFrame(bytes.length).put(bytes).flip();
    }

    private long id(int member) {
        return members.get(member).id();
    }

    private String url(int member) {
        return members.get(member).peerUrls().getFirst();
    }

    private InetSocketAddress address(int member) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), URI.create(url(member)).getPort());
    }

    private static MemberInfo member(long id, String name) {
        List<String> clientUrls = name.isEmpty() ? List.of() : List.of("http://" + name + ":2379");
        return new MemberInfo(id, name, List.of("http://127.0.0.1:" + TestCluster.freePort()), clientUrls);
    }
}
