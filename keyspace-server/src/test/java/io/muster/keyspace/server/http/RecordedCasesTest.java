package io.muster.keyspace.server.http;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.keyspace.server.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Our answers are those of etcd 2.3.8, byte for byte, and with `--compat 3.4` those of 3.4: every recorded exchange is
/// played against a real port.
class RecordedCasesTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded");

    private final ManualClock clock = new ManualClock();
    private @Nullable LocalServer server;

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> answersAreThoseOfTheOriginal() throws IOException {
        return tests(Dialect.V2_3);
    }

    @TestFactory
    Stream<DynamicTest> answersOfThe34DialectAreThoseOf34() throws IOException {
        return tests(Dialect.V3_4);
    }

    private Stream<DynamicTest> tests(Dialect dialect) throws IOException {
        LocalServer started = LocalServer.start(clock, ClientSettings.DEFAULT.in(dialect));
        server = started;
        ObjectMapper json = new ObjectMapper();
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(RECORDED)) {
            for (Path file : files.sorted().toList()) {
                json.readTree(file.toFile())
                        .get("cases")
                        .forEach(recorded ->
                                tests.add(dynamicTest(title(recorded), () -> play(started, dialect, recorded))));
            }
        }
        return tests.stream();
    }

    private void play(LocalServer started, Dialect dialect, JsonNode recorded) throws IOException {
        try (RecordedCase played =
                new RecordedCase(started, clock, dialect, recorded.get("id").asText())) {
            try {
                for (JsonNode step : recorded.get("steps")) {
                    played.play(step);
                }
            } finally {
                for (JsonNode step : recorded.path("finally")) {
                    played.play(step);
                }
            }
        }
    }

    private static String title(JsonNode recorded) {
        return recorded.get("id").asText() + ": " + recorded.get("title").asText();
    }
}
