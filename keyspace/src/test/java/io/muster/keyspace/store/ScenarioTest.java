package io.muster.keyspace.store;

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
    void storeAnswersAsWritten(Path file) throws Exception {
        Story.play(file, new ScenarioStage());
    }
}
