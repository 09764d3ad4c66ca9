package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoIT {
    @Test
    void theDemoFormsAClusterThatOutlivesItsLeader() {
        Path sources = Path.of(System.getProperty("muster.sources")).toAbsolutePath();
        Command demo = Command.run(
                sources,
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dmuster.image=" + System.getProperty("muster.image"),
                        "io.muster.bench.Demo",
                        "--check"));

        assertEquals(0, demo.exitCode(), demo.output() + demo.errors());
        assertTrue(
                demo.output().endsWith("The cluster formed, outlived its leader and lost nothing.\n"), demo.output());
    }
}
