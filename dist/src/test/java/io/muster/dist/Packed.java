package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muster.bench.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What `./muster package` makes of the image.
///
/// @param archive the `.tar.gz`
/// @param debian the `.deb`
record Packed(Path archive, Path debian) {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static Optional<Packed> shared = Optional.empty();

    /// Packs the image once for all suites of a run.
    static synchronized Packed once() throws IOException {
        if (shared.isEmpty()) {
            shared = Optional.of(
                    into(Files.createDirectories(Path.of("target", "packed").toAbsolutePath())));
        }
        return shared.get();
    }

    /// Packs it into a folder; the suite is left out aloud where that cannot be done.
    static Packed into(Path folder) throws IOException {
        Tool.require("dpkg-deb", "dpkg");
        Path image = Image.current().home();
        if (!Files.exists(image.resolve("muster.cdx.json"))) {
            throw Tool.leaveOut("left out: the image has no list of what is inside; ./muster build makes it");
        }
        Path script = Path.of(System.getProperty("muster.sources", ".."), "dist/package.sh");
        Command packed = Command.run(
                folder,
                Map.of(),
                List.of("sh", script.toAbsolutePath().toString(), image.toString(), folder.toString()),
                LIMIT);
        assertEquals(0, packed.exitCode(), packed.toString());
        return new Packed(only(folder, ".tar.gz"), only(folder, ".deb"));
    }

    /// What lies in a folder under a name that ends so.
    static Path only(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end))
                    .reduce((one, other) -> {
                        throw new IllegalStateException(one + " and " + other);
                    })
                    .orElseThrow();
        }
    }
}
