package io.muster.keyspace.server.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.membership.MemberChange;
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
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final long CLUSTER = 0xC1;

    private final List<MemberInfo> members = List.of(member(0xa, "ann"), member(0xFFFFFFFFFFFFFFFEL, ""));
    private final List<FixedRoll> rolls = List.of(new FixedRoll(members), new FixedRoll(members));
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
                    "belongs to cluster c2, member a belongs to cluster c1", refusal(first, hello(0xC2, id(1), id(0))));
            assertEquals("looks for member 77, this is member a", refusal(first, hello(CLUSTER, id(1), 0x77)));
            assertEquals(
                    "speaks link format 9, member a speaks 2",
                    refusal(first, new Hello(9, CLUSTER, id(1), id(0), List.of())));
            assertEquals("says it is member a, as this one is", refusal(first, hello(CLUSTER, id(0), id(0))));
        }
    }

    /// The engine never tells a member that it was removed; the others do when it calls.
    @Test
    void aRemovedMemberIsTold() {
        rolls.get(0).gone.add(id(1));
        try (Peers _ = peers(0);
                Peers removed = peers(1)) {
            TestCluster.eventually("the word", () -> rolls.get(1).toldGone);
            assertFalse(removed.isConnected(id(0)));
        }
        assertFalse(rolls.get(0).toldGone);
    }

    @Test
    void linksFollowTheMembers() throws Exception {
        MemberInfo newcomer = member(0x77, "new");
        try (Peers first = peers(0);
                Peers second = peers(1)) {
            TestCluster.eventually("a connection", () -> first.isConnected(id(1)));
            assertFalse(first.isConnected(newcomer.id()));
            FixedRoll rollOfNewcomer = new FixedRoll(List.of(newcomer, members.get(0)));
            try (Peers third = peers(newcomer, rollOfNewcomer)) {
                rolls.get(0).members.add(newcomer);
                first.follow(Set.of());
                TestCluster.eventually("a connection to the newcomer", () -> first.isConnected(newcomer.id()));
                TestCluster.eventually("one back", () -> third.isConnected(id(0)));
                rolls.get(0).members.remove(newcomer);
                rolls.get(0).gone.add(newcomer.id());
                first.follow(Set.of());
                TestCluster.eventually("the word", () -> rollOfNewcomer.toldGone);
                assertFalse(first.send(newcomer.id(), frame("no more")));
            }
            assertTrue(first.isConnected(id(1)) && second.isConnected(id(0)));
        }
    }

    /// Who was away while all others were replaced must hear the new ones, and answer them where they say they are.
    @Test
    void aStrangerOfTheSameClusterIsAnswered() throws Exception {
        MemberInfo stranger = member(0x77, "new");
        try (Peers first = peers(0);
                Peers third = peers(stranger, new FixedRoll(List.of(stranger, members.get(0))))) {
            TestCluster.eventually("both connections", () -> third.isConnected(id(0)) && first.isConnected(0x77));
            assertTrue(third.send(id(0), frame("hello")));
            assertEquals("77: hello", received.poll(10, TimeUnit.SECONDS));
            assertTrue(first.send(0x77, frame("welcome")));
            assertEquals("a: welcome", received.poll(10, TimeUnit.SECONDS));
        }
    }

    /// Each stranger costs a thread.
    @Test
    void thereIsAnEndToStrangers() throws Exception {
        try (Peers first = peers(0)) {
            for (int i = 0; i < Peers.STRANGERS_MAX; i++) {
                greet(hello(CLUSTER, 0x100 + i, id(0)), 0);
            }
            assertEquals(
                    "is member 200, which the cluster does not know", refusal(first, hello(CLUSTER, 0x200, id(0))));
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
            assertEquals(
                    "a,ff", listed.headers().firstValue("X-Muster-Founders").orElseThrow());
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

    /// What etcd 0.4 had on this port for administrators.
    @Test
    void theFirstAdminApiIsThere() throws Exception {
        try (Peers _ = peers(0);
                HttpClient client = HttpClient.newHttpClient()) {
            String defaults = "{\"activeSize\":9,\"removeDelay\":1800,\"syncInterval\":5}";
            assertEquals(defaults, get(client, "/v2/admin/config").body());
            String wanted = "{\"activeSize\":5,\"removeDelay\":1.5,\"syncInterval\":2.5}";
            String kept = "{\"activeSize\":5,\"removeDelay\":2,\"syncInterval\":2.5}";
            assertEquals(kept, send(client, "PUT", "/v2/admin/config", wanted).body());
            assertEquals(kept, get(client, "/v2/admin/config").body());
            assertEquals(defaults, send(client, "PUT", "/v2/admin/config", "{}").body());
            assertEquals(400, send(client, "PUT", "/v2/admin/config", "nope").statusCode());

            String ann = "{\"name\":\"ann\",\"state\":\"leader\",\"clientURL\":\"http://ann:2379\",\"peerURL\":\""
                    + url(0) + "\"}";
            assertEquals("[" + ann + "]", get(client, "/v2/admin/machines").body());
            assertEquals(ann, get(client, "/v2/admin/machines/ann").body());
            assertEquals(
                    404, send(client, "DELETE", "/v2/admin/machines/cid", "").statusCode());
            assertEquals(List.of(), rolls.get(0).changes);
            assertEquals(
                    200, send(client, "DELETE", "/v2/admin/machines/ann", "").statusCode());
            assertEquals(List.of(new MemberChange.Remove(id(0))), rolls.get(0).changes);
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
            assertEquals(Hello.REFUSED, answer.read());
            String reason = answer.readUTF();
            assertEquals(-1, answer.read());
            return reason;
        }
    }

    private void greet(Hello hello, int verdict) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), address(0).getPort())) {
            socket.getOutputStream().write(hello.encode().array());
            assertEquals(verdict, socket.getInputStream().read());
        }
    }

    private static Hello hello(long cluster, long from, long to) {
        return new Hello(Hello.FORMAT, cluster, from, to, List.of("http://127.0.0.1:1"));
    }

    private HttpResponse<String> send(HttpClient client, String method, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url(0) + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(HttpClient client, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url(0) + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Peers peers(int member) {
        return peers(members.get(member), rolls.get(member));
    }

    private Peers peers(MemberInfo member, FixedRoll roll) {
        PeerSettings settings = new PeerSettings(
                CLUSTER,
                member.id(),
                List.of(new PeerSettings.Listen(address(member), null)),
                null,
                roll,
                Duration.ofSeconds(1));
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
        return address(members.get(member));
    }

    private static InetSocketAddress address(MemberInfo member) {
        int port = URI.create(member.peerUrls().getFirst()).getPort();
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static MemberInfo member(long id, String name) {
        List<String> clientUrls = name.isEmpty() ? List.of() : List.of("http://" + name + ":2379");
        return new MemberInfo(id, name, List.of("http://127.0.0.1:" + TestCluster.freePort()), clientUrls);
    }
}
