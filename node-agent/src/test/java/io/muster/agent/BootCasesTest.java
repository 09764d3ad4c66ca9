package io.muster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Each folder of `boot` is a machine: its user-data, its disk before, its plan, its disk after.
class BootCasesTest {
    private static final Path CASES = Path.of("src/test/resources/boot");

    @TempDir
    private Path scratch;

    @TestFactory
    Stream<DynamicTest> everyMachineBecomesWhatItsFileAsksForAndStaysSo() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            List<Path> sorted = folders.filter(Files::isDirectory).sorted().toList();
            return sorted.stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> boot(folder)));
        }
    }

    private void boot(Path folder) throws IOException {
        Path root = scratch.resolve(folder.getFileName());
        Files.createDirectories(root);
        if (Files.exists(folder.resolve("before"))) {
            Disk.copy(folder.resolve("before"), root);
        }

        Agent plan = run("plan", folder, root);
        assertGolden(folder.resolve("plan.txt"), plan.errors() + plan.output());

        Agent first = run("render", folder, root);
        assertGolden(folder.resolve("after.txt"), Disk.describe(root));
        assertEquals(plan.exitCode(), first.exitCode());

        Agent second = run("render", folder, root);
        assertGolden(folder.resolve("after.txt"), Disk.describe(root));
        assertFalse(second.output().contains("done "), second.output());
    }

    private static Agent run(String command, Path folder, Path root) {
        return Agent.run(
                command,
                folder.resolve("user-data").toString(),
                "--root",
                root.toString(),
                "--hostname",
                "core-01",
                "--private-ipv4",
                "10.0.0.1",
                "--public-ipv4",
                "203.0.113.1");
    }

    private static void assertGolden(Path expected, String actual) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, actual);
        }
        assertEquals(Files.exists(expected) ? Files.readString(expected) : "", actual, expected::toString);
    }
}
