package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
    private final PrintStream usual = System.out;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @TempDir
    private Path data;

    @AfterEach
    void restore() {
        System.setOut(usual);
    }

    @Test
    void jsonTellsTheClientThatATrustedProxySpeaksForButNoQuery() throws Exception {
        JsonNode line = new ObjectMapper().readTree(ask("--access-log", "json").getFirst());

        assertEquals("203.0.113.7", line.path("client").asText());
        assertEquals("GET", line.path("method").asText());
        assertEquals("/new", line.path("path").asText());
        assertEquals(200, line.path("status").asInt());
        assertTrue(line.path("bytes").asInt() > 32, line::toString);
        assertTrue(line.path("micros").asLong() >= 0, line::toString);
        assertEquals("probe/1 \"quoted\"", line.path("agent").asText());
        assertTrue(line.path("time").asText().matches("\\d{4}-\\d\\d-\\d\\dT.*Z"), line::toString);
        assertFalse(line.toString().contains("size"), line::toString);
    }

    @Test
    void commonFormatIsTheOriginals() throws Exception {
        String line = ask().getFirst();

        assertTrue(line.matches("203\\.0\\.113\\.7 - - \\[.*] \"GET /new\\?size=3 HTTP/1\\.1\" 200 \\d+"), line);
    }

    @Test
    void offIsOff() throws Exception {
        assertEquals(List.of(), ask("--access-log=off"));
    }

    private List<String> ask(String... flags) throws Exception {
        CountDownLatch logged = new CountDownLatch(1);
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                super.println(line);
                logged.countDown();
            }
        });
        String[] all = Stream.concat(
                        Stream.of("--trusted-proxies=127.0.0.1", "--data-dir=" + data), Arrays.stream(flags))
                .toArray(String[]::new);
        try (LocalService service = LocalService.start(all)) {
            HttpRequest request = service.request("GET", "/new?size=3", "")
                    .header("X-Forwarded-For", "203.0.113.7")
                    .header("User-Agent", "probe/1 \"quoted\"")
                    .build();
            assertEquals(200, service.send(request).statusCode());
            // the answer is written before its line
            boolean expected = !Arrays.asList(flags).contains("--access-log=off");
            assertTrue(!expected || logged.await(10, TimeUnit.SECONDS));
        }
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.contains(" INFO "))
                .toList();
    }
}
