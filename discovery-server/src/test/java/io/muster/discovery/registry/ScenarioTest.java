package io.muster.discovery.registry;

import io.muster.keyspace.fixture.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the stories in `scenarios/*.txt`: blocks of directives, `----`, and what came of them.
class ScenarioTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void registryDoesAsWritten(Path file) throws Exception {
        StringBuilder told = new StringBuilder();
        try (ScenarioStage stage =
                new ScenarioStage(file.getFileName().toString().startsWith("permissive"))) {
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
        }
        Golden.check(file, told.toString());
    }
}
