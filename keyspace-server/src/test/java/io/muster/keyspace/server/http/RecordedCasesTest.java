package io.muster.keyspace.server.http;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Our answers are those of etcd 2.3.8, byte for byte: every recorded exchange is played against a real port.
class RecordedCasesTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded");

    private final ManualClock clock = new ManualClock();
    private LocalServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = LocalServer.start(clock);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> answersAreThoseOfTheOriginal() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(RECORDED)) {
            for (Path file : files.sorted().toList()) {
                json.readTree(file.toFile())
                        .get("cases")
                        .forEach(recorded -> tests.add(dynamicTest(title(recorded), () -> play(recorded))));
            }
        }
        return tests.stream();
    }

    private void play(JsonNode recorded) throws IOException {
        try (RecordedCase played =
                new RecordedCase(server, clock, recorded.get("id").asText())) {
            for (JsonNode step : recorded.get("steps")) {
                played.play(step);
            }
        }
    }

    private static String title(JsonNode recorded) {
        return recorded.get("id").asText() + ": " + recorded.get("title").asText();
    }
}
