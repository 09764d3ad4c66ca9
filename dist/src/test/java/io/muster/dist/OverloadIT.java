package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.overload.FloodKind;
import io.muster.bench.overload.OverloadBench;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Floods beyond every limit refuse, cut and lose nothing of those who were there before. How long those wait is
/// measured by `./muster bench overload`.
class OverloadIT {
    @TempDir
    Path directory;

    @Test
    void whoWasThereBeforeAFloodIsServedAllTheWhile() throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
            OverloadBench.run(
                    new OverloadBench.Plan(
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(3),
                            Map.of(
                                    FloodKind.CONNECTIONS, 500,
                                    FloodKind.BODIES, 8,
                                    FloodKind.SLOW_HEADS, 100,
                                    FloodKind.WATCHES, 400),
                            List.of(
                                    "--max-connections=300",
                                    "--max-watches=200",
                                    "--max-body-bytes=40000000",
                                    "--client-timeout=1000"),
                            directory),
                    out);
        }
        String report = text.toString(StandardCharsets.UTF_8);
        System.out.print(report);
        String refusals = report.lines()
                .filter(line -> line.startsWith("refused, by limit: "))
                .findFirst()
                .orElseThrow();
        for (String limit : List.of("connections", "watches", "request-bytes", "client-timeout")) {
            assertTrue(refusals.matches(".*\"" + limit + "\"} [1-9].*"), limit + " refused nobody: " + report);
        }
    }
}
