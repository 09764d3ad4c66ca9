package io.muster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Each folder of `drives` is a config drive with options; what is said, what a running system would be told to do, and
/// the disk after.
class DriveCasesTest {
    private static final Path CASES = Path.of("src/test/resources/drives");

    @TempDir
    private Path scratch;

    @TestFactory
    Stream<DynamicTest> everyDriveMakesTheMachineThatTheOriginalMakesOfIt() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            List<Path> sorted = folders.sorted().toList();
            return sorted.stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> render(folder)));
        }
    }

    private void render(Path folder) throws IOException {
        Path root = Files.createDirectories(scratch.resolve(folder.getFileName()));
        Path actions = scratch.resolve(folder.getFileName() + ".actions");
        List<String> args = new ArrayList<>(List.of(
                "render",
                "--root",
                root.toString(),
                "--actions",
                actions.toString(),
                "--from-configdrive",
                folder.resolve("drive").toString()));
        Stream.of(Files.readString(folder.resolve("options")).split("\\s+"))
                .filter(option -> !option.isEmpty())
                .forEach(args::add);

        Agent agent = Agent.run(args.toArray(String[]::new));

        String told = Files.exists(actions) ? Files.readString(actions) : "";
        assertGolden(
                folder.resolve("after.txt"),
                "exit %d%n%s%s%s".formatted(agent.exitCode(), agent.errors(), told, Disk.describe(root)));
    }

    private static void assertGolden(Path expected, String actual) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, actual);
        }
        assertEquals(Files.exists(expected) ? Files.readString(expected) : "", actual, expected::toString);
    }
}
