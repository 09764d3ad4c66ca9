package io.muster.bench.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each explanation against the shortest run that needed it, with what both servers answered then. A new one is
/// recorded by `./muster fuzz --record bench/src/test/resources/explained`.
class ExplainedTest {
    @ParameterizedTest
    @EnumSource
    void theRecordedRunPassesWithTheExplanationAndFailsWithoutIt(Explained reason) throws IOException {
        List<Exchange> run = recorded(reason);
        Set<Explained> others = EnumSet.complementOf(EnumSet.of(reason));

        assertEquals(List.of(), unexplained(run, Explained.all()));
        assertFalse(unexplained(run, others).isEmpty(), "nothing in the run needs it");
    }

    @ParameterizedTest
    @EnumSource
    void everyExplanationStandsInTheTable(Explained reason) throws IOException {
        String table = Files.readString(Path.of("..", "docs", "compatibility.md"));

        assertTrue(table.contains("| `" + reason + "` | "), "docs/compatibility.md does not name it");
    }

    private static List<Difference> unexplained(List<Exchange> run, Set<Explained> among) {
        return run.stream()
                .flatMap(exchange -> Comparison.unexplained(Comparison.of(exchange), among).stream())
                .toList();
    }

    private static List<Exchange> recorded(Explained reason) throws IOException {
        try (InputStream run = ExplainedTest.class.getResourceAsStream("/explained/" + reason + ".json")) {
            return Recorder.read(Objects.requireNonNull(run, "no run is recorded"));
        }
    }
}
