package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.fixture.TestAuthority;
import io.muster.keyspace.server.StartFailure;
import io.muster.keyspace.server.tls.TlsFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    private Path directory;

    private final TestAuthority authority = new TestAuthority("discovery authority");
    private Path certificate;
    private Path key;
    private Path authorities;

    @BeforeEach
    void writeFiles() {
        certificate = directory.resolve("server.crt");
        key = directory.resolve("server.key");
        authorities = directory.resolve("ca.crt");
        authority.write(authorities);
        authority.issue("first", "EC").write(certificate, key, false);
    }

    @Test
    void tokensAreServedOverTlsAndSayHttps() throws Exception {
        try (LocalService service = start();
                HttpClient client = client(null, null)) {
            String token = get(client, "https://127.0.0.1:" + service.server().port() + "/new?size=4")
                    .body();

            assertTrue(token.startsWith("https://127.0.0.1:"), token);
            assertTrue(get(client, token + "/_config/size").body().contains("\"value\":\"4\""));
        }
    }

    @Test
    void replacedFilesCountFromTheNextConnectionAndNobodyIsCutOff() throws Exception {
        try (LocalService service = start()) {
            try (SSLSocket before = connect(service)) {
                assertEquals("CN=first", subject(before));

                authority.issue("second", "RSA").write(certificate, key, true);

                try (SSLSocket after = connect(service)) {
                    assertEquals("CN=second", subject(after));
                    assertEquals("HTTP/1.1 200 OK", ask(after));
                }
                assertEquals("HTTP/1.1 200 OK", ask(before));
            }
        }
    }

    @Test
    void filesThatDoNotFitTogetherLeaveTheFormerOnesInService() throws Exception {
        try (LocalService service = start()) {

            authority.issue("third", "EC").write(certificate, directory.resolve("elsewhere"), true);
            try (SSLSocket socket = connect(service)) {
                assertEquals("CN=first", subject(socket));
            }

            Files.copy(directory.resolve("elsewhere"), key, StandardCopyOption.REPLACE_EXISTING);

            try (SSLSocket socket = connect(service)) {
                assertEquals("CN=third", subject(socket));
            }
        }
    }

    @Test
    void clientWithoutTheCertificateThatIsAskedForIsTurnedAway() throws Exception {
        TestAuthority others = new TestAuthority("others");
        Path clientCertificate = directory.resolve("client.crt");
        Path clientKey = directory.resolve("client.key");
        try (LocalService service = start("--trusted-ca-file", authorities.toString(), "--client-cert-auth")) {
            String url = "https://127.0.0.1:" + service.server().port() + "/new";
            try (HttpClient none = client(null, null)) {
                assertThrows(IOException.class, () -> get(none, url));
            }
            others.issue("stranger", "EC").write(clientCertificate, clientKey, true);
            try (HttpClient stranger = client(clientCertificate, clientKey)) {
                assertThrows(IOException.class, () -> get(stranger, url));
            }
            authority.issue("node", "EC").write(clientCertificate, clientKey, true);
            try (HttpClient node = client(clientCertificate, clientKey)) {
                assertEquals(200, get(node, url).statusCode());
            }
        }
    }

    @Test
    void plainAndSecureAddressesStandSideBySide() throws Exception {
        try (LocalService service = start("--addr", "http://127.0.0.1:0,https://127.0.0.1:0");
                HttpClient client = client(null, null)) {
            String token = get(client, "http://" + service.server().addresses().getFirst() + "/new")
                    .body();

            assertTrue(token.startsWith("http://127.0.0.1:"), token);
            String secure = service.server().addresses().getLast() + token.substring(token.lastIndexOf('/'));
            assertEquals(200, get(client, secure).statusCode());
        }
    }

    @Test
    void plainRequestAtASecureAddressHarmsNobody() throws Exception {
        try (LocalService service = start()) {
            try (Socket plain = new Socket(
                    InetAddress.getLoopbackAddress(), service.server().port())) {
                plain.setSoTimeout(10_000);
                plain.getOutputStream()
                        .write("GET /new HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertTrue(new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                                .indexOf("HTTP/1.1 200")
                        < 0);
            }
            try (SSLSocket socket = connect(service)) {
                assertEquals("HTTP/1.1 200 OK", ask(socket));
            }
        }
    }

    @Test
    void unusableFilesAreNamedAtTheStart() throws Exception {
        Files.delete(key);
        StartFailure failure = assertThrows(StartFailure.class, () -> start());

        assertEquals("cannot speak TLS: there is no file " + key, failure.getMessage());
        assertEquals(1, failure.exitCode());
    }

    private LocalService start(String... flags) throws Exception {
        String[] own = {
            "--data-dir", directory.resolve("data").toString(),
            "--cert-file", certificate.toString(),
            "--key-file", key.toString()
        };
        return LocalService.start(
                Stream.concat(Arrays.stream(own), Arrays.stream(flags)).toArray(String[]::new));
    }

    private SSLContext context(@Nullable Path shown, @Nullable Path shownKey) throws Exception {
        return new TlsFiles(shown, shownKey, authorities).context();
    }

    private HttpClient client(@Nullable Path shown, @Nullable Path shownKey) throws Exception {
        return HttpClient.newBuilder().sslContext(context(shown, shownKey)).build();
    }

    private SSLSocket connect(LocalService service) throws Exception {
        SSLSocket socket = (SSLSocket) context(null, null)
                .getSocketFactory()
                .createSocket("127.0.0.1", service.server().port());
        socket.setSoTimeout(10_000);
        try {
            socket.startHandshake();
        } catch (SSLException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    private static String subject(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
}
