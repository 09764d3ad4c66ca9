package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Proxies, limits and addresses, through the real port. The loopback address plays the proxy, so that clients can be
/// anybody.
class EdgeTest {
    private static final int ASKED_MAX = 300;

    @TempDir
    private Path data;

    @Test
    void urlOfATokenIsTheOneThatATrustedProxyWasCalledBy() throws Exception {
        try (LocalService service = start("--trusted-proxies", "127.0.0.0/8")) {
            assertTrue(newToken(service, "X-Forwarded-Proto", "https", "X-Forwarded-Host", "d.example")
                    .startsWith("https://d.example/"));
            assertTrue(newToken(
                            service,
                            "X-Forwarded-Proto",
                            "https",
                            "X-Forwarded-Host",
                            "d.example",
                            "X-Forwarded-Port",
                            "8443")
                    .startsWith("https://d.example:8443/"));
            assertTrue(newToken(service, "Forwarded", "for=203.0.113.7;proto=https;host=\"d.example:81\"")
                    .startsWith("https://d.example:81/"));
            assertTrue(newToken(service, "X-Forwarded-Host", "d.example/evil").startsWith(service.url() + "/"));
            assertTrue(newToken(service).startsWith(service.url() + "/"));
        }
    }

    @Test
    void othersMayClaimWhatTheyLike() throws Exception {
        try (LocalService service = start("--trusted-proxies", "10.0.0.0/8", "--rate-limit", "1")) {
            HttpResponse<String> made =
                    send(service, "/new", "X-Forwarded-For", "203.0.113.7", "X-Forwarded-Host", "evil.example");
            assertFalse(made.body().contains("evil.example"), made.body());

            assertCounted("127.0.0.1", refusal(service, "203.0.113.7"));
        }
    }

    @Test
    void urlThatWasConfiguredIsTakenBeforeAll() throws Exception {
        try (LocalService service = start("--trusted-proxies", "127.0.0.1", "--host", "https://discovery.example")) {
            assertTrue(newToken(service, "X-Forwarded-Host", "other.example").startsWith("https://discovery.example/"));
        }
    }

    @Test
    void clientThatAsksTooOftenIsRefusedInTheFormOfEtcdAndNobodyElse() throws Exception {
        try (LocalService service = start("--trusted-proxies", "127.0.0.1", "--rate-limit", "1")) {
            HttpResponse<String> refused = refusal(service, "203.0.113.7");

            assertEquals(
                    "{\"errorCode\":429,\"message\":\"Too many requests\",\"cause\":\"203.0.113.7 sent more than 1"
                            + " requests per second; try again in 1 s\",\"index\":0}\n",
                    refused.body());
            assertEquals("1", refused.headers().firstValue("Retry-After").orElseThrow());
            assertEquals(
                    "application/json",
                    refused.headers().firstValue("Content-Type").orElseThrow());
            assertEquals(200, sendFrom(service, "203.0.113.8").statusCode());
            String metrics = service.get("/metrics").body();
            assertTrue(metrics.contains("muster_discovery_refused_requests_total{limit=\"rate\"} 1.0"), metrics);
        }
    }

    @Test
    void clientIsWhomTheNearestProxySawNotWhomItClaimsToBe() throws Exception {
        try (LocalService service = start("--trusted-proxies", "127.0.0.1,10.0.0.1", "--rate-limit", "1")) {
            assertCounted("203.0.113.7", refusal(service, "198.51.100.1, 203.0.113.7, 10.0.0.1"));
            assertEquals(200, sendFrom(service, "198.51.100.1").statusCode());
        }
    }

    @Test
    void neighboursInOneIpv6NetworkShareALimit() throws Exception {
        try (LocalService service = start("--trusted-proxies", "127.0.0.1", "--rate-limit", "1")) {
            assertCounted("2001:db8:0:0:0:0:0:0", refusal(service, "2001:db8::1"));
            assertCounted("2001:db8:0:0:0:0:0:0", refusal(service, "2001:db8::ffff"));
            assertEquals(200, sendFrom(service, "2001:db8:0:1::1").statusCode());
        }
    }

    @Test
    void clientWithTooManyWaitsIsRefusedAnother() throws Exception {
        try (LocalService service = start("--max-open-requests", "2")) {
            String path = "/" + service.newToken(3).replaceAll(".*/", "");
            String wait = path + "?wait=true&recursive=true";
            try (HeldAnswer one = HeldAnswer.begin(service.server().port(), wait);
                    HeldAnswer two = HeldAnswer.begin(service.server().port(), wait)) {
                assertTrue(one.head().contains("200") && two.head().contains("200"));
                HttpResponse<String> refused = service.get(path);
                assertEquals(429, refused.statusCode());
                assertTrue(refused.body().contains("waits for more than 2 answers at once"), refused.body());
            }
        }
    }

    @Test
    void bodyBeyondTheLimitIsRefusedWithOrWithoutALength() throws Exception {
        try (LocalService service = start("--max-request-bytes", "100")) {
            String path = "/" + service.newToken(3).replaceAll(".*/", "") + "/n1";

            HttpResponse<String> refused = service.send("PUT", path, "value=" + "x".repeat(200));
            assertEquals(413, refused.statusCode());
            assertEquals(
                    "{\"errorCode\":413,\"message\":\"Request body too large\","
                            + "\"cause\":\"at most 100 bytes are read\",\"index\":0}\n",
                    refused.body());
            String chunked = raw(
                    service,
                    "PUT " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "c8\r\nvalue=" + "x".repeat(194) + "\r\n0\r\n\r\n");
            assertTrue(chunked.startsWith("HTTP/1.1 4"), chunked);
            assertEquals(404, service.get(path).statusCode());
        }
    }

    @Test
    void everyAddressServesTheSameTokens() throws Exception {
        try (LocalService service = start("--addr", "127.0.0.1:0,[::1]:0")) {
            String token = service.newToken(3);
            List<String> addresses = service.server().addresses();

            assertEquals(2, addresses.size(), addresses::toString);
            for (String address : addresses) {
                String size = service.send(HttpRequest.newBuilder(URI.create("http://" + address
                                        + token.substring(token.lastIndexOf('/')) + "/_config/size"))
                                .build())
                        .body();
                assertTrue(size.contains("\"value\":\"3\""), size);
            }
        }
    }

    private LocalService start(String... flags) throws Exception {
        return LocalService.start(Stream.concat(Stream.of("--data-dir", data.toString()), Arrays.stream(flags))
                .toArray(String[]::new));
    }

    /// Asks on behalf of a client until it is refused, however slowly it is answered before.
    private static HttpResponse<String> refusal(LocalService service, String forwardedFor) throws Exception {
        HttpResponse<String> answer = sendFrom(service, forwardedFor);
        for (int i = 0; i < ASKED_MAX && answer.statusCode() == 200; i++) {
            answer = sendFrom(service, forwardedFor);
        }
        assertEquals(429, answer.statusCode(), answer.body());
        return answer;
    }

    /// Whoever is refused is told as whom it was counted.
    private static void assertCounted(String client, HttpResponse<String> refused) {
        assertTrue(refused.body().contains("\"cause\":\"" + client + " sent more than 1 requests"), refused.body());
    }

    private static HttpResponse<String> sendFrom(LocalService service, String client) throws Exception {
        return send(service, "/robots.txt", "X-Forwarded-For", client);
    }

    private static String newToken(LocalService service, String... headers) throws Exception {
        return send(service, "/new", headers).body();
    }

    private static HttpResponse<String> send(LocalService service, String path, String... headers) throws Exception {
        HttpRequest.Builder request = service.request("GET", path, "");
        IntStream.range(0, headers.length / 2).forEach(i -> request.header(headers[2 * i], headers[2 * i + 1]));
        return service.send(request.build());
    }

    private static String raw(LocalService service, String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), service.server().port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
