package io.muster.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What happens when some members answer and some do not.
@Timeout(20)
class ManyMembersTest {
    private static final String NOBODY = "http://127.0.0.1:1";
    private static final String REFUSED = "dial tcp 127.0.0.1:1: connect: connection refused";

    @AutoClose
    private final TestMember member = TestMember.start();

    @Test
    void deadEndpointIsPassedOver() {
        assertEquals(new CommandLine(0, "1\n", ""), etcdctl(NOBODY + "," + member.url(), "set", "/a", "1"));
    }

    @Test
    void changeGoesOnFromAMemberThatCannotBeReached() {
        assertEquals(
                new CommandLine(0, "1\n", ""),
                etcdctl(NOBODY + "," + member.url(), "--no-sync", "mk", "--in-order", "/q", "1"));
        assertEquals(1, member.keys.keyspace.index());
    }

    @Test
    void changeIsNotSentAgainWhenItsAnswerIsLost() throws IOException {
        try (var rude = new RudeServer("")) {
            CommandLine lost = etcdctl(rude.url() + "," + member.url(), "--no-sync", "set", "/a", "1");
            assertEquals(
                    new CommandLine(
                            4,
                            "",
                            "Error:  client: etcd cluster is unavailable or misconfigured\n"
                                    + "error #0: client: endpoint " + rude.url() + ": EOF\n"
                                    + "the change may or may not have been made: read before you repeat it\n\n"),
                    lost);
            assertEquals(1, rude.heard());
            assertEquals(List.of(), member.requests());
        }
    }

    @Test
    void changeIsNotSentAgainWhenTheMemberHasNoLeader() {
        member.answer("PUT /v2/keys/a", 503, "");
        CommandLine failed = etcdctl(member.url() + "," + member.url() + "/", "--no-sync", "set", "/a", "1");
        assertEquals(4, failed.exitCode());
        assertTrue(failed.err().contains("error #0: client: etcd member " + member.url() + " has no leader\n"));
        assertEquals(1, member.requests().size());
    }

    @Test
    void readGoesOnWhenItsAnswerIsLostOrCut() throws IOException {
        member.keys.set("/a", "1");
        for (String cut : List.of(
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"ac",
                "no HTTP at all\r\n")) {
            try (var rude = new RudeServer(cut)) {
                CommandLine read = etcdctl(rude.url() + "," + member.url(), "--no-sync", "get", "/a");
                assertEquals(new CommandLine(0, "1\n", ""), read, cut);
            }
        }
    }

    @Test
    void memberThatSaysNothingIsGivenUpInTime() throws IOException {
        try (var mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + mute.getLocalPort();
            CommandLine read = etcdctl(url, "--no-sync", "--timeout", "100ms", "get", "/a");
            assertEquals(4, read.exitCode());
            assertTrue(
                    read.err().contains("error #0: client: endpoint " + url + " exceeded header timeout\n"), read::err);
            CommandLine synced = etcdctl(url, "--timeout", "100ms", "get", "/a");
            assertEquals(2, synced.exitCode());
            CommandLine total = etcdctl(url, "--no-sync", "--timeout", "1m", "--total-timeout", "0.1s", "get", "/a");
            assertEquals(4, total.exitCode());
        }
    }

    @Test
    void answersOfEveryFramingAreRead() throws IOException {
        String body = "{\"action\":\"get\",\"node\":{\"key\":\"/a\",\"value\":\"1\"}}";
        for (String answer : List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body + "rest",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n"
                        + "1;x=y\r\n{\r\n" + Integer.toHexString(body.length() - 1) + "\r\n" + body.substring(1)
                        + "\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\n\n" + body)) {
            try (var server = new RudeServer(answer)) {
                assertEquals(
                        "1\n", etcdctl(server.url(), "--no-sync", "get", "/a").out(), answer);
            }
        }
    }

    @Test
    void membersAreLearnedFromAnyOfThem() {
        member.answer("GET /v2/members", 200, """
                {"members":[{"id":"1","name":"gone","peerURLs":[],"clientURLs":["%s"]},
                            {"id":"2","name":"here","peerURLs":[],"clientURLs":["%s"]}]}
                """.formatted(NOBODY, member.url()));
        CommandLine set = etcdctl(member.url(), "--debug", "set", "/a", "1");
        assertEquals("1\n", set.out());
        assertTrue(set.err().contains("got endpoints(" + NOBODY + "," + member.url() + ") after sync\n"), set::err);
        assertTrue(
                set.err().contains("curl -X PUT " + member.url()) && !set.err().contains("curl -X PUT " + NOBODY),
                "the member that is known to answer comes first: " + set.err());
    }

    @Test
    void clusterWithoutPublishedAddressesIsExplained() {
        member.answer("GET /v2/members", 200, "{\"members\":[]}");
        assertEquals(
                new CommandLine(
                        4,
                        "",
                        "etcd cluster has no published client endpoints.\n"
                                + "Try '--no-sync' if you want to access non-published client endpoints("
                                + member.url() + ").\nError:  client: no endpoints available\n"),
                etcdctl(member.url(), "get", "/a"));
    }

    @Test
    void serverOf04IsAskedForItsPeers() {
        member.answer("GET /v2/members", 404, "404 page not found\n");
        member.answer("GET /v2/peers", 200, NOBODY + ", " + member.url());
        assertEquals("1\n", etcdctl(member.url(), "set", "/a", "1").out());
    }

    @Test
    void followerOf04SendsAChangeToItsLeader() throws IOException {
        try (TestMember follower = TestMember.start()) {
            follower.answer(
                    "POST /v2/keys/q", 307, "", Map.of("Location", member.url() + "/v2/keys/q?recursive=false"));
            assertEquals(
                    "1\n",
                    etcdctl(follower.url(), "--no-sync", "mk", "--in-order", "/q", "1")
                            .out());
            assertEquals(List.of("POST /v2/keys/q?recursive=false value=1"), member.requests());
        }
    }

    @Test
    void redirectsInACircleEnd() {
        member.answer("GET /v2/keys/a", 307, "", Map.of("Location", "/v2/keys/a"));
        CommandLine read = etcdctl(member.url(), "--no-sync", "get", "/a");
        assertEquals(4, read.exitCode());
        assertTrue(read.err().contains("too many redirects"), read::err);
    }

    @Test
    void somethingThatIsNoEtcdIsNamed() {
        member.answer("GET /v2/keys/a", 200, "<html>hello</html>");
        assertEquals(
                new CommandLine(
                        4,
                        "",
                        "Error:  client: HTTP status 200 and no answer of the v2 API; is the endpoint an etcd server?\n"),
                etcdctl(member.url(), "get", "/a"));
    }

    @Test
    void refusalWithANumberWeDoNotKnowIsShown() {
        member.answer("GET /v2/keys/a", 400, "{\"errorCode\":999,\"message\":\"New\",\"cause\":\"why\",\"index\":7}");
        assertEquals(new CommandLine(4, "", "Error:  999: New (why) [7]\n"), etcdctl(member.url(), "get", "/a"));
    }

    @Test
    void nobodyThereIsToldOnceForEachEndpoint() {
        String lines = "Error:  client: etcd cluster is unavailable or misconfigured\nerror #0: " + REFUSED + "\n\n";
        assertEquals(new CommandLine(2, "", lines), etcdctl(NOBODY, "get", "/a"));
        assertEquals(new CommandLine(4, "", lines), etcdctl(NOBODY, "--no-sync", "set", "/a", "1"));
        assertEquals(new CommandLine(2, "", lines), etcdctl(NOBODY, "member", "list"));
        assertEquals(
                new CommandLine(4, "cluster may be unhealthy: failed to list members\n", lines),
                etcdctl(NOBODY, "cluster-health"));
    }

    private static CommandLine etcdctl(String endpoints, String... words) {
        List<String> args = new ArrayList<>(List.of("--endpoints", endpoints));
        args.addAll(List.of(words));
        return CommandLine.run(Map.of(), "", args);
    }

    /// Takes each request, answers with these bytes and hangs up.
    private static final class RudeServer implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final AtomicInteger heard = new AtomicInteger();
        private final String answer;

        RudeServer(String answer) throws IOException {
            this.answer = answer;
            Thread.ofVirtual().start(this::serve);
        }

        String url() {
            return "http://127.0.0.1:" + listening.getLocalPort();
        }

        int heard() {
            return heard.get();
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }

        private void serve() {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    heard.incrementAndGet();
                    readRequest(socket);
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // the client hung up, or the test is over
                }
            }
        }

        // Hanging up on unread bytes would reset the connection, which is another fault than the one wanted here.
        private static void readRequest(Socket socket) throws IOException {
            var request = new StringBuilder();
            int body = 0;
            while (true) {
                request.append((char) socket.getInputStream().read());
                int end = request.indexOf("\r\n\r\n");
                if (end >= 0) {
                    int length = request.indexOf("Content-Length: ");
                    body = length < 0
                            ? 0
                            : Integer.parseInt(request.substring(length + 16, request.indexOf("\r", length)));
                    socket.getInputStream().readNBytes(body);
                    return;
                }
            }
        }
    }
}
