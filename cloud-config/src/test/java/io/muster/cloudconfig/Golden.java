package io.muster.cloudconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Expected text kept in files; `-Dgolden.update=true` writes them anew.
final class Golden {
    private static final Path RESOURCES = Path.of("src/test/resources");

    private Golden() {}

    /// The folders of a family of cases, in alphabetical order.
    static List<Path> cases(String family) {
        try (Stream<Path> folders = Files.list(RESOURCES.resolve(family))) {
            return folders.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        return new String(read(file), StandardCharsets.UTF_8);
    }

    static void assertMatches(Path expected, String actual) {
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(expected, actual);
            }
            assertEquals(Files.exists(expected) ? Files.readString(expected) : "", actual, expected::toString);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
