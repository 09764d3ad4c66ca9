package io.muster.keyspace.server;

import static io.muster.keyspace.server.TestCluster.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.fixture.TestAuthority;
import io.muster.keyspace.server.Servers.Place;
import io.muster.keyspace.server.tls.TlsFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Members that speak TLS on both ports, and who is let in.
class TlsTest {
    private static final TestAuthority OURS = new TestAuthority("ours");
    private static final TestAuthority THEIRS = new TestAuthority("theirs");

    @TempDir
    Path root;

    private Path authorities;
    private Servers servers;

    @BeforeEach
    void write() throws Exception {
        authorities = root.resolve("ca.crt");
        OURS.write(authorities);
        OURS.issue("member", "EC").write(root.resolve("member.crt"), root.resolve("member.key"), true);
        servers = new Servers(
                root,
                HttpClient.newBuilder()
                        .sslContext(context(OURS, "alice", tomorrow()))
                        .build());
    }

    @AfterEach
    void stopAll() {
        servers.close();
    }

    @Test
    void aClusterAndItsProxyTalkOverTlsAndLetInOnlyThoseWithACertificate() throws Exception {
        List<Place> places = startThree();
        for (Place place : places) {
            eventually("a leader", () -> put(place, "/a", "1") < 300);
        }
        Place proxy = servers.place("proxy").secured();
        List<String> flags = new ArrayList<>(securityFlags());
        flags.addAll(List.of("--proxy=on", "--initial-cluster=" + listed(places)));
        servers.startProxy(proxy, flags.toArray(String[]::new));
        assertEquals(201, put(proxy, "/through", "1"));
        assertEquals(
                200,
                servers.get(places.get(1).clientUrl() + "/v2/keys/through?quorum=true")
                        .statusCode());

        Place any = places.getFirst();
        for (String url :
                List.of(any.clientUrl() + "/version", any.peerUrl() + "/members", proxy.clientUrl() + "/version")) {
            assertEquals(200, servers.get(url).statusCode());
            refused(url, new TlsFiles(null, null, authorities).context());
            refused(url, context(THEIRS, "alice", tomorrow()));
            refused(url, context(OURS, "alice", Instant.now().minusSeconds(60)));
        }
        assertThrows(IOException.class, () -> servers.get(any.clientUrl().replace("https", "http") + "/version"));
    }

    @Test
    void whoeverIsConnectedNoticesNothingWhenTheFilesAreReplaced() throws Exception {
        Place place = servers.place("m").secured();
        servers.start(place, flags("--initial-cluster=" + place.listed()));
        eventually("a leader", () -> put(place, "/a", "1") < 300);
        for (int port : List.of(place.client(), place.peer())) {
            OURS.write(authorities);
            SSLContext alice = context(OURS, "alice", tomorrow());
            try (SSLSocket established = (SSLSocket) alice.getSocketFactory().createSocket("127.0.0.1", port)) {
                assertEquals("HTTP/1.1 200 OK", askAgain(established));
                THEIRS.write(authorities);

                assertEquals("HTTP/1.1 200 OK", askAgain(established));
                refused("https://127.0.0.1:" + port + "/version", alice);
                assertEquals("HTTP/1.1 200 OK", askAgain(established));
            }
        }
    }

    @Test
    void whoIsSignedByAnAuthorityOfEitherFileIsLetIn() throws Exception {
        Path others = root.resolve("others.crt");
        THEIRS.write(others);
        Place place = servers.place("m").secured();
        List<String> flags = new ArrayList<>(List.of("--initial-cluster=" + place.listed()));
        for (String prefix : List.of("--", "--peer-")) {
            flags.add(prefix + "cert-file=" + root.resolve("member.crt"));
            flags.add(prefix + "key-file=" + root.resolve("member.key"));
            flags.add(prefix + "ca-file=" + authorities);
            flags.add(prefix + "trusted-ca-file=" + others);
        }
        servers.start(place, flags.toArray(String[]::new));

        for (String url : List.of(place.clientUrl() + "/version", place.peerUrl() + "/version")) {
            for (TestAuthority signer : List.of(OURS, THEIRS)) {
                try (HttpClient http = HttpClient.newBuilder()
                        .sslContext(context(signer, "bob", tomorrow()))
                        .build()) {
                    HttpRequest request =
                            HttpRequest.newBuilder(URI.create(url)).build();
                    assertEquals(
                            200, http.send(request, BodyHandlers.ofString()).statusCode());
                }
            }
            refused(url, new TlsFiles(null, null, authorities).context());
        }
    }

    @Test
    void aCertificateIsAsGoodAsThePasswordOfTheUserItNames() throws Exception {
        Place place = servers.place("m").secured();
        servers.start(place, flags("--initial-cluster=" + place.listed()));
        eventually("a leader", () -> put(place, "/alices/a", "1") < 300);
        json("PUT", place, "/v2/auth/roles/gardener", """
                {"role":"gardener","permissions":{"kv":{"read":["/alices/*"],"write":["/alices/*"]}}}""");
        json("PUT", place, "/v2/auth/users/root", "{\"user\":\"root\",\"password\":\"r\"}");
        json("PUT", place, "/v2/auth/users/alice", "{\"user\":\"alice\",\"password\":\"a\",\"roles\":[\"gardener\"]}");
        json("PUT", place, "/v2/auth/enable", "");
        try (HttpClient root = HttpClient.newBuilder()
                .sslContext(context(OURS, "root", tomorrow()))
                .build()) {
            HttpRequest guestsOut = HttpRequest.newBuilder(URI.create(place.clientUrl() + "/v2/auth/roles/guest"))
                    .DELETE()
                    .build();
            assertEquals(200, root.send(guestsOut, BodyHandlers.ofString()).statusCode());
        }

        assertEquals(200, put(place, "/alices/a", "2"));
        assertEquals(401, put(place, "/bobs/a", "2"));
        try (HttpClient mallory = HttpClient.newBuilder()
                .sslContext(context(OURS, "mallory", tomorrow()))
                .build()) {
            HttpRequest read = HttpRequest.newBuilder(URI.create(place.clientUrl() + "/v2/keys/alices/a"))
                    .build();
            assertEquals(401, mallory.send(read, BodyHandlers.ofString()).statusCode());
        }
    }

    @Test
    void membersOnTrialSignForThemselves() throws Exception {
        List<Place> places =
                List.of(servers.place("a").secured(), servers.place("b").secured());
        String cluster = "--initial-cluster=" + listed(places);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<KeyspaceServer> started : threads.invokeAll(places.stream()
                    .<Callable<KeyspaceServer>>map(
                            place -> () -> servers.start(place, cluster, "--auto-tls", "--peer-auto-tls"))
                    .toList())) {
                started.get();
            }
        }
        TlsFiles self = new TlsFiles(null, null, places.getFirst().dataDir().resolve("fixtures/client/cert.pem"));
        try (HttpClient trusting =
                HttpClient.newBuilder().sslContext(self.context()).build()) {
            HttpRequest read = HttpRequest.newBuilder(
                            URI.create(places.getFirst().clientUrl() + "/v2/keys/none?quorum=true"))
                    .build();
            eventually("agreement of both", () -> {
                try {
                    return trusting.send(read, BodyHandlers.ofString()).statusCode() == 404;
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    @Test
    void whatCannotBeUsedIsNamed() {
        Place place = servers.place("m").secured();
        assertTrue(startFailure(place)
                .contains("cannot listen on TLS for " + place.clientUrl()
                        + ": KeyFile and CertFile are not presented; set --cert-file and --key-file, or --auto-tls for a"
                        + " trial"));
        assertTrue(startFailure(place, "--cert-file=x").contains("--cert-file and --key-file go together"));
        THEIRS.issue("other", "EC").write(root.resolve("other.crt"), root.resolve("other.key"), true);
        assertEquals(
                "cannot speak TLS: the key in " + root.resolve("other.key") + " does not belong to the certificate of"
                        + " CN=member in " + root.resolve("member.crt"),
                startFailure(place, flags("--key-file=" + root.resolve("other.key"))));
    }

    private String startFailure(Place place, String... flags) {
        StartFailure failure = assertThrows(StartFailure.class, () -> servers.start(place, flags));
        return String.valueOf(failure.getMessage());
    }

    private List<Place> startThree() throws Exception {
        List<Place> places = List.of(
                servers.place("a").secured(),
                servers.place("b").secured(),
                servers.place("c").secured());
        String cluster = "--initial-cluster=" + listed(places);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<KeyspaceServer> started : threads.invokeAll(places.stream()
                    .<Callable<KeyspaceServer>>map(place -> () -> servers.start(place, flags(cluster)))
                    .toList())) {
                started.get();
            }
        }
        return places;
    }

    private static String listed(List<Place> places) {
        return places.stream().map(Place::listed).collect(Collectors.joining(","));
    }

    private String[] flags(String... more) {
        List<String> flags = new ArrayList<>(securityFlags());
        flags.addAll(List.of(more));
        return flags.toArray(String[]::new);
    }

    private List<String> securityFlags() {
        List<String> flags = new ArrayList<>();
        for (String prefix : List.of("--", "--peer-")) {
            flags.add(prefix + "cert-file=" + root.resolve("member.crt"));
            flags.add(prefix + "key-file=" + root.resolve("member.key"));
            flags.add(prefix + "trusted-ca-file=" + authorities);
            flags.add(prefix + "client-cert-auth");
        }
        return flags;
    }

    private int put(Place to, String key, String value) {
        try {
            return servers.put(to, key, value);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void json(String method, Place to, String path, String body) throws Exception {
        int status = servers.send(method, to, path, "application/json", body).statusCode();
        assertTrue(status == 200 || status == 201, path + " was answered " + status);
    }

    /// What a client has whose certificate was signed by somebody, who believes ours.
    private SSLContext context(TestAuthority signer, String name, Instant until) throws Exception {
        Path certificate = root.resolve(name + ".crt");
        Path key = root.resolve(name + ".key");
        signer.issue(name, "EC", until).write(certificate, key, true);
        Path believed = root.resolve("believed.crt");
        OURS.write(believed);
        return new TlsFiles(certificate, key, believed).context();
    }

    private static Instant tomorrow() {
        return Instant.now().plusSeconds(86_400);
    }

    private static void refused(String url, SSLContext context) {
        try (HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
            assertThrows(IOException.class, () -> http.send(request, BodyHandlers.ofString()), url);
        }
    }

    /// Asks on a connection that stays open; returns the first line of the answer.
    private static String askAgain(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String status = lines.readLine();
        int length = 0;
        for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        for (int i = 0; i < length; i++) {
            assertTrue(lines.read() >= 0);
        }
        return status;
    }
}
