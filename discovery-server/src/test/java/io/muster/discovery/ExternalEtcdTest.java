package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.muster.keyspace.fixture.TestAuthority;
import io.muster.keyspace.server.KeyspaceServer;
import io.muster.keyspace.server.ServerConfig;
import io.muster.keyspace.server.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens kept in an etcd of somebody else's.
class ExternalEtcdTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static KeyspaceServer etcd;
    private static String etcdUrl;
    private static LocalService service;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        etcdUrl = "http://127.0.0.1:" + freePort();
        String peer = "http://127.0.0.1:" + freePort();
        etcd = KeyspaceServer.start(ServerConfig.parse(
                List.of(
                        "--data-dir=" + directory,
                        "--listen-client-urls=" + etcdUrl,
                        "--advertise-client-urls=" + etcdUrl,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=default=" + peer),
                Map.of()));
        // the first address answers nobody
        service = LocalService.start("--etcd", "http://127.0.0.1:" + freePort() + "," + etcdUrl);
    }

    @AfterAll
    static void stop() {
        service.close();
        etcd.close();
        HTTP.shutdownNow();
    }

    @Test
    void tokensAreWhereAnyDiscoveryServiceLooksForThem() throws Exception {
        String path = path(service.newToken(4));

        HttpResponse<String> direct = direct("/v2/keys/_etcd/registry" + path + "/_config/size");
        HttpResponse<String> throughUs = service.get(path + "/_config/size");

        assertEquals(direct.body(), throughUs.body());
        for (String header : List.of("X-Etcd-Cluster-Id", "X-Etcd-Index", "Content-Type")) {
            assertEquals(
                    direct.headers().firstValue(header), throughUs.headers().firstValue(header), header);
        }
        assertEquals("OK", service.get("/health").body());
    }

    @Test
    void registrationsFollowTheSameRulesAsAtHome() throws Exception {
        String path = path(service.newToken(2));

        assertEquals(
                201,
                put(path + "/a1?prevExist=false", "n1=http://10.0.0.1:2380").statusCode());
        assertEquals(
                412,
                put(path + "/a1?prevExist=false", "n1=http://10.0.0.1:2380").statusCode());
        HttpResponse<String> sameName = put(path + "/a2?prevExist=false", "n1=http://10.0.0.2:2380");
        assertEquals(400, sameName.statusCode());
        assertTrue(sameName.body().contains("the name n1 is taken"), sameName.body());
        assertEquals(401, service.send("DELETE", path + "/a1", "").statusCode());
        assertTrue(service.get(path + "/_status").body().contains("\"waitingFor\":1"));
        assertEquals(
                direct("/v2/keys/_etcd/registry" + path).body(),
                service.get(path).body());
    }

    @Test
    void waitIsBegunAtOnceAndAnsweredLater() throws Exception {
        String path = path(service.newToken(3));
        try (HeldAnswer held = HeldAnswer.begin(service.server().port(), path + "?recursive=true&wait=true")) {
            assertTrue(held.head().startsWith("HTTP/1.1 200"), held.head());

            put(path + "/a1", "n1=http://10.0.0.1:2380");

            String told = held.nextLine();
            assertTrue(told.startsWith("{\"action\":\"set\"") && told.contains("n1=http"), told);
        }
    }

    @Test
    void silenceOfTheEtcdIsToldApartFromARefusal() throws Exception {
        try (LocalService front = LocalService.start("--etcd", "http://127.0.0.1:" + freePort())) {
            assertEquals("Unable to generate token\n", front.get("/new").body());
            assertEquals("health failed to setupToken\n", front.get("/health").body());
            HttpResponse<String> answer = front.get("/" + "0".repeat(32));
            assertEquals(500, answer.statusCode());
            assertTrue(answer.body().startsWith("{\"errorCode\":300,"), answer.body());
        }
    }

    @Test
    void etcdIsSpokenToOverTlsWithTheAuthoritiesAndTheCertificateGiven(@TempDir Path directory) throws Exception {
        TestAuthority authority = new TestAuthority("etcd authority");
        Path authorities = directory.resolve("ca.crt");
        Path certificate = directory.resolve("client.crt");
        Path key = directory.resolve("client.key");
        authority.write(authorities);
        authority.issue("client", "EC").write(certificate, key, false);
        HttpsServer secured = secured(new TlsFiles(certificate, key, authorities).context());
        String url = "https://127.0.0.1:" + secured.getAddress().getPort();
        try (LocalService trusting = LocalService.start(
                        "--etcd",
                        url,
                        "--etcd-ca-file",
                        authorities.toString(),
                        "--etcd-cert-file",
                        certificate.toString(),
                        "--etcd-key-file",
                        key.toString());
                LocalService wary = LocalService.start("--etcd", url)) {
            assertEquals("OK", trusting.get("/health").body());
            assertEquals("health failed to setupToken\n", wary.get("/health").body());
        } finally {
            secured.stop(0);
        }
    }

    /// Does whatever it is asked for, for clients that show a certificate.
    private static HttpsServer secured(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/v2/keys/", exchange -> {
            byte[] done = "{\"action\":\"set\",\"node\":{\"key\":\"/x\",\"modifiedIndex\":1,\"createdIndex\":1}}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, done.length);
            exchange.getResponseBody().write(done);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static HttpResponse<String> put(String path, String value) throws IOException, InterruptedException {
        return service.send("PUT", path, "value=" + value);
    }

    private static HttpResponse<String> direct(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(etcdUrl + path)).build(), BodyHandlers.ofString());
    }

    private static String path(String url) {
        return url.substring(url.lastIndexOf('/'));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
