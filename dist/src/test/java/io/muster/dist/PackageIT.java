package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is carried elsewhere: packed twice it is the same, and unpacked elsewhere it works.
class PackageIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    @Test
    void theSameImageGivesTheSameBytes() throws IOException {
        Packed first = Packed.once();

        Packed second = Packed.into(directory);

        assertEquals(-1, Files.mismatch(first.archive(), second.archive()), "the archive");
        assertEquals(-1, Files.mismatch(first.debian(), second.debian()), "the package");
        Command listed =
                Command.run(directory, "dpkg-deb", "--contents", first.debian().toString());
        for (String path : List.of(
                "usr/bin/etcd",
                "usr/share/man/man1/etcd.1.gz",
                "etc/default/etcd2",
                "usr/lib/systemd/system/etcd.service")) {
            assertTrue(listed.output().contains(" ./" + path), path);
        }
        assertFalse(listed.output().lines().anyMatch(line -> !line.contains(" root/root ")), "owners");
    }

    @Test
    void theArchiveWorksWhereverItIsUnpacked() throws IOException {
        Path place = Files.createDirectories(directory.resolve("some where"));
        Command unpacked = Command.run(
                place, Map.of(), List.of("tar", "xzf", Packed.once().archive().toString()), LIMIT);
        assertEquals(0, unpacked.exitCode(), unpacked.errors());
        Path home = Packed.only(place, "");

        for (List<String> words : List.of(
                List.of("etcd", "--version"),
                List.of("etcdctl", "--version"),
                List.of("node-agent", "explain", "hostname"))) {
            // in this mode a JVM whose cache cannot be used does not start, and no other Java is looked for
            Command run = Command.run(
                    directory,
                    Map.of("MUSTER_JAVA_OPTS", "-XX:AOTMode=on", "PATH", "/usr/bin:/bin", "JAVA_HOME", ""),
                    Stream.concat(
                                    Stream.of(home.resolve("bin")
                                            .resolve(words.getFirst())
                                            .toString()),
                                    words.stream().skip(1))
                            .toList());
            assertEquals(0, run.exitCode(), words + ": " + run);
        }
        String inside = Files.readString(home.resolve("muster.cdx.json"));
        assertTrue(inside.contains("\"bomFormat\" : \"CycloneDX\""), inside);
        assertTrue(inside.contains("pkg:maven/io.javalin/javalin@"), "what is shipped");
        assertEquals(shipped(home), shipped(Image.current().home()));
    }

    private static String shipped(Path home) throws IOException {
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            return jars.map(jar -> jar.getFileName().toString()).sorted().collect(Collectors.joining("\n"));
        }
    }
}
