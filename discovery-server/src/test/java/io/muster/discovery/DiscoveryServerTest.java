package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.server.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryServerTest {
    private static LocalService service;

    @BeforeAll
    static void start(@TempDir Path dataDir) throws Exception {
        service = LocalService.start("--data-dir", dataDir.toString());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void scrapeIsCountedInTheNext() throws Exception {
        int length = service.get("/metrics").body().length();
        String metrics = service.get("/metrics").body();

        assertTrue(
                metrics.contains("http_requests_total{code=\"200\",handler=\"prometheus\",method=\"get\"} 1.0\n"),
                metrics);
        assertTrue(metrics.contains("http_request_duration_microseconds_count{handler=\"prometheus\"} 1\n"), metrics);
        assertTrue(metrics.contains("http_request_size_bytes{handler=\"prometheus\",quantile=\"0.5\"} "), metrics);
        assertTrue(
                metrics.contains("http_response_size_bytes_sum{handler=\"prometheus\"} " + length + ".0\n"), metrics);
        assertTrue(metrics.contains("\nprocess_cpu_seconds_total "), metrics);
    }

    @Test
    void urlOfATokenBeginsWithTheAddressItIsServedAt() throws Exception {
        String url = service.newToken(2);

        assertTrue(url.matches("http://127\\.0\\.0\\.1:" + service.server().port() + "/[0-9a-f]{32}"), url);
        assertTrue(size(url).contains("\"value\":\"2\""), size(url));
    }

    @Test
    void sizeThatNoClusterCanHaveIsRefused() throws Exception {
        for (String size : new String[] {"0", "-1", "101"}) {
            HttpResponse<String> answer = service.get("/new?size=" + size);

            assertEquals(400, answer.statusCode());
            assertEquals("size " + size + " is refused: a cluster has 1 to 100 members\n", answer.body());
        }
    }

    @Test
    void sizeIsTakenFromTheFormBeforeTheQuery() throws Exception {
        assertSize("7", "POST", "/new?size=5", "size=7&size=8");
        assertSize("5", "POST", "/new?size=5", "other=7");
        assertSize("5", "DELETE", "/new?size=5", "size=7");
    }

    @Test
    void sizeThatCannotBeDecodedCountsAsAbsent() throws Exception {
        for (String query : new String[] {"size=%zz", "size=5;x=1"}) {
            String answer = raw("GET /new?" + query + " HTTP/1.0\r\n\r\n");
            assertTrue(size(answer.strip()).contains("\"value\":\"3\""), answer);
        }
    }

    @Test
    void sizeMayComeInAMultipartForm() throws Exception {
        String form = "--x\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\n9\r\n--x--\r\n";
        HttpResponse<String> answer = service.send(service.request("POST", "/new?size=5", "")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString(form))
                .build());

        assertTrue(size(answer.body()).contains("\"value\":\"9\""), answer.body());
    }

    @Test
    void anyMethodMakesAToken() throws Exception {
        for (String method : new String[] {"HEAD", "OPTIONS", "BREW"}) {
            assertEquals(200, service.send(method, "/new", "").statusCode(), method);
        }
    }

    @Test
    void privateDiscoveryReachesTheRegistryUnderItsOwnKeys() throws Exception {
        String base = "/v2/keys/_etcd/registry/mine";

        assertEquals(201, service.send("PUT", base + "/_config/size", "value=3").statusCode());
        assertEquals(
                201,
                service.send("PUT", base + "/n1?prevExist=false", "value=n1=http://10.0.0.1:2380")
                        .statusCode());
        assertTrue(service.get(base).body().contains("\"key\":\"/_etcd/registry/mine/n1\""));
    }

    @Test
    void nobodyCanListAllTokens() throws Exception {
        for (String path :
                new String[] {"/v2/keys", "/v2/keys/_etcd", "/v2/keys/_etcd/registry", "/v2/keys/_etcd/registry/"}) {
            HttpResponse<String> answer = service.get(path + "?recursive=true");
            assertEquals(404, answer.statusCode(), path);
            assertEquals("404 page not found\n", answer.body(), path);
        }
    }

    @Test
    void registrationOfTheOldGenerationIsServedInSpiteOfItsTwoSlashes() throws Exception {
        String path = path(service.newToken(3));

        assertEquals(
                201,
                service.send("PUT", "/" + path + "/node1", "value=http://10.0.0.1:7001")
                        .statusCode());
        assertTrue(service.get("/" + path).body().contains("\"value\":\"http://10.0.0.1:7001\""));
    }

    @Test
    void pathThatIsNotCleanLeadsToItsCleanForm() throws Exception {
        String path = path(service.newToken(3));

        HttpResponse<String> answer = service.get("/a/.." + path + "//n1?wait=true");

        assertEquals(301, answer.statusCode());
        assertEquals(
                path + "/n1?wait=true", answer.headers().firstValue("Location").orElseThrow());
        assertEquals("<a href=\"" + path + "/n1?wait=true\">Moved Permanently</a>.\n\n", answer.body());
        assertEquals("", service.send("PUT", "/a/../new", "").body());
        assertEquals(
                "/new",
                service.get("/x/%2e%2e/new").headers().firstValue("Location").orElseThrow());
    }

    @Test
    void brokenEscapeEndsTheConnection() throws Exception {
        String answer = raw("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n400 Bad Request"), answer);
    }

    @Test
    void absoluteRequestLineAndOldVersionWork() throws Exception {
        assertTrue(raw("GET http://elsewhere/robots.txt HTTP/1.1\r\nHost: elsewhere\r\nConnection: close\r\n\r\n")
                .endsWith("User-agent: *\nDisallow: /"));
        assertTrue(raw("GET /robots.txt HTTP/1.0\r\n\r\n").endsWith("User-agent: *\nDisallow: /"));
    }

    @Test
    void healthLeavesNothingBehind() throws Exception {
        String before = index();

        assertEquals("OK", service.get("/health").body());

        assertEquals(Long.parseLong(before) + 2, Long.parseLong(index()));
    }

    @Test
    void portInUseIsNamedWithARemedy(@TempDir Path dataDir) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            StartFailure failure = assertThrows(
                    StartFailure.class, () -> LocalService.start("--addr", address, "--data-dir", dataDir.toString()));

            assertEquals(
                    "cannot listen on http://" + address
                            + ": Address already in use; stop what uses the port, or set --addr "
                            + "to another address of this machine",
                    failure.getMessage());
            assertEquals(1, failure.exitCode());
        }
    }

    @Test
    void dataDirectoryThatIsAFileIsNamed(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("data"), "x");
        StartFailure failure =
                assertThrows(StartFailure.class, () -> LocalService.start("--data-dir", file.toString()));

        String line = String.valueOf(failure.getMessage());
        assertTrue(line.contains(file.toString()) && line.lines().count() == 1, line);
    }

    private static String index() throws IOException, InterruptedException {
        return service.get("/" + "f".repeat(32))
                .headers()
                .firstValue("X-Etcd-Index")
                .orElseThrow();
    }

    private static void assertSize(String size, String method, String path, String form) throws Exception {
        String url = service.send(method, path, form).body();
        assertTrue(
                size(url).contains("\"value\":\"" + size + "\""), method + " " + path + " " + form + ": " + size(url));
    }

    private static String size(String url) throws IOException, InterruptedException {
        return service.get(path(url) + "/_config/size").body();
    }

    private static String path(String url) {
        return url.substring(url.lastIndexOf('/'));
    }

    private static String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), service.server().port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
