package io.muster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sound documents spoilt in many ways: each has findings and changes nothing, or becomes a machine that a second run
/// leaves alone. `-Dmutations=100` for more of each document than the few of every build, `-Dmutations.seed=N` for
/// others.
class MutatedDocumentTest {
    private static final Path DOCUMENTS = Path.of("../cloud-config/src/test/resources/findings");
    private static final int EACH = Integer.getInteger("mutations", 1);
    private static final long SEED = Long.getLong("mutations.seed", 11);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final List<String> wrong = new ArrayList<>();
    private int yaml;
    private int all;

    @Test
    void aSpoiltDocumentIsRefusedOrAppliedWhole() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        Mutation[] kinds = Mutation.values();
        int turn = 0;
        for (Path document : sound()) {
            byte[] text = Files.readAllBytes(document);
            for (int i = 0; i < EACH; i++) {
                Mutation kind = kinds[turn++ % kinds.length];
                byte[] spoilt = kind.of(text, random);
                String told = "%s of %s, number %d of seed %d".formatted(kind, document.getParent(), turn, SEED);
                try {
                    assertTimeoutPreemptively(LIMIT, () -> check(spoilt), told);
                } catch (AssertionError | RuntimeException e) {
                    wrong.add(told + ": " + e);
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(all > 150 && yaml * 2 >= all, "%d of %d are still YAML".formatted(yaml, all));
    }

    private static List<Path> sound() throws IOException {
        try (Stream<Path> folders = Files.list(DOCUMENTS)) {
            return folders.map(folder -> folder.resolve("user-data"))
                    .sorted()
                    .filter(file -> Agent.run("validate", file.toString()).exitCode() == 0)
                    .filter(MutatedDocumentTest::isDocument)
                    .toList();
        }
    }

    private static boolean isDocument(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).startsWith("#cloud-config");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void check(byte[] spoilt) throws IOException {
        Path file = Files.write(directory.resolve("user-data"), spoilt);
        Path root = Files.createDirectory(directory.resolve("root" + all));
        Agent validated = Agent.run("validate", file.toString());
        assertTrue(validated.exitCode() < 2, validated::toString);
        all++;
        yaml += validated.output().contains("[syntax]") ? 0 : 1;

        Agent first = render(root, file);
        if (validated.exitCode() == 1) {
            assertEquals(1, first.exitCode(), first::toString);
        }
        if (first.exitCode() == 0) {
            Agent second = render(root, file);
            assertEquals(0, second.exitCode(), second::toString);
            assertFalse(second.output().contains("done "), second::toString);
        } else {
            assertEquals(1, first.exitCode(), first::toString);
            assertFalse(first.errors().isBlank());
            assertEquals("", Disk.describe(root), first::toString);
        }
        delete(root);
    }

    // Thousands of them are quicker deleted one by one than all at the end.
    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static Agent render(Path root, Path file) {
        return Agent.run("render", "--root", root.toString(), "--private-ipv4", "10.0.0.1", file.toString());
    }
}
