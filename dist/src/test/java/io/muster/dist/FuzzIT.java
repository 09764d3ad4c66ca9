package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FuzzIT {
    @Test
    void randomOperationsAreAnsweredAsRealEtcdAnswersThem() {
        Tool.requireEtcd();
        Command fuzz = Command.run(
                Path.of("").toAbsolutePath(),
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dmuster.image=" + System.getProperty("muster.image"),
                        "io.muster.bench.fuzz.Fuzz",
                        "--ops=5000",
                        "--seed=1"));

        assertEquals(0, fuzz.exitCode(), fuzz.output() + fuzz.errors());
        assertTrue(fuzz.output().endsWith("5000 operations, no unexplained difference\n"), fuzz.output());
    }
}
