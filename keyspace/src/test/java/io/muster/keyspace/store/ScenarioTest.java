package io.muster.keyspace.store;

import io.muster.keyspace.fixture.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the stories in `scenarios/*.txt`: blocks of directives, `----`, and what was answered.
class ScenarioTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void storeAnswersAsWritten(Path file) throws IOException {
        var stage = new ScenarioStage();
        var told = new StringBuilder();
        boolean inAnswer = false;
        for (String line : Files.readAllLines(file)) {
            if (inAnswer) {
                inAnswer = !line.isBlank();
                if (!inAnswer) {
                    told.append('\n');
                }
            } else if (line.equals("----")) {
                told.append("----\n").append(stage.takeTranscript());
                inAnswer = true;
            } else {
                told.append(line).append('\n');
                stage.perform(line);
            }
        }
        Golden.check(file, told.toString());
    }
}
