package io.muster.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The room's own rules: it computes, and does nothing else.
class ArchitectureTest {
    private static final Path SOURCES = Path.of("src/main/java/io/muster/keyspace");

    @Test
    void nothingHereDoesIo() {
        // jackson's parser declares IOException even when it reads an array
        assertNone(SOURCES, "\\bjava\\.(io\\.(?!IOException;)|net\\.|nio\\.(file|channels))");
        assertNone(SOURCES, "\\b(org\\.eclipse\\.jetty|io\\.javalin|io\\.microraft|org\\.slf4j)\\b");
    }

    @Test
    void nothingHereAsksAClock() {
        assertNone(SOURCES, "\\b(Instant\\.now|System\\.(currentTimeMillis|nanoTime)|Clock\\.system|[a-z]\\.now\\()");
    }

    @Test
    void nothingHereStartsAThreadOrWaits() {
        assertNone(SOURCES, "\\b(Thread|Executor\\w*|Timer|ForkJoinPool|supplyAsync|runAsync)\\b|\\.(wait|join)\\(\\)");
    }

    @Test
    void chanceHasNoPartInIt() {
        assertNone(SOURCES, "\\b(Random\\w*|UUID|identityHashCode|HashMap|HashSet|parallelStream)\\b");
    }

    @Test
    void theWordsKnowNeitherStoreNorWireAndTheStoreDoesNotKnowItsBytes() {
        assertNone(SOURCES, 1, "import io\\.muster\\.keyspace\\.(store|wire)\\.");
        assertNone(SOURCES.resolve("store"), "import io\\.muster\\.keyspace\\.wire\\.");
    }

    private static void assertNone(Path folder, String forbidden) {
        assertNone(folder, Integer.MAX_VALUE, forbidden);
    }

    private static void assertNone(Path folder, int depth, String forbidden) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertFalse(sources.isEmpty());
            List<String> found = sources.stream()
                    .flatMap(file -> lines(file)
                            .filter(Pattern.compile(forbidden).asPredicate())
                            .map(line -> file.getFileName() + ": " + line.strip()))
                    .toList();
            assertEquals(List.of(), found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.strip().startsWith("//"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
