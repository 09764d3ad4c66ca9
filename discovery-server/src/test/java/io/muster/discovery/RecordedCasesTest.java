package io.muster.discovery;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Our answers are those of the public service's last version, as recorded.
class RecordedCasesTest {
    private static LocalService service;

    @BeforeAll
    static void start(@TempDir Path dataDir) throws Exception {
        service = LocalService.start("--data-dir", dataDir.toString(), "--permissive");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @TestFactory
    Stream<DynamicTest> answersAreThoseOfTheOriginal() throws IOException {
        try (InputStream in = RecordedCasesTest.class.getResourceAsStream("recorded.json")) {
            JsonNode cases = new ObjectMapper().readTree(in);
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(recorded -> dynamicTest(
                            recorded.get("id").asText() + ": "
                                    + recorded.get("about").asText(),
                            () -> new RecordedCase(service).play(recorded.get("steps"))));
        }
    }
}
