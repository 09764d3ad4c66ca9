package io.muster.discovery.registry;

import io.muster.keyspace.fixture.Story;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plays the stories in `scenarios/*.txt`.
class ScenarioTest {
    static List<Path> scenarios() throws IOException {
        return Story.in(Path.of("src/test/resources/scenarios"));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void registryDoesAsWritten(Path file) throws Exception {
        try (ScenarioStage stage =
                new ScenarioStage(file.getFileName().toString().startsWith("permissive"))) {
            Story.play(file, stage);
        }
    }
}
