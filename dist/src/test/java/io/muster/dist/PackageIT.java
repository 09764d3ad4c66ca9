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
import java.util.concurrent.TimeUnit;
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

    /// Jars and runtime are as their tools make them; what we lay down ourselves must not tell where and when that was.
    @Test
    void theSameClassesAreLaidDownInTheSameBytes() throws IOException {
        Path image = Image.current().home();
        Path sources = Path.of(System.getProperty("muster.sources"));
        Path other = Files.createDirectories(directory.resolve("elsewhere"));
        for (String part : List.of("launch", "runtime")) {
            // a JDK whose modules are a package of their own links no runtime
            if (Files.exists(image.resolve(part))) {
                Command copied =
                        Command.run(other, "cp", "-a", image.resolve(part).toString(), part);
                assertEquals(0, copied.exitCode(), copied.errors());
            }
        }
        copyToSimilarNumbers(image.resolve("lib"), Files.createDirectory(other.resolve("lib")));
        long built = Files.getLastModifiedTime(anyJar(image)).to(TimeUnit.SECONDS);

        Command laid = Command.run(
                directory,
                Map.of("TZ", "Asia/Tokyo", "LC_ALL", "tr_TR.UTF-8", "TMPDIR", directory.toString()),
                List.of(
                        "sh",
                        sources.resolve("dist/cds.sh").toString(),
                        other.toString(),
                        System.getProperty("java.class.path"),
                        "@" + built),
                LIMIT);

        assertEquals(0, laid.exitCode(), laid.output() + laid.errors());
        for (String archive : List.of("servers.jsa", "etcdctl.jsa", "check.jsa")) {
            assertEquals(
                    -1,
                    Files.mismatch(
                            image.resolve("cds").resolve(archive),
                            other.resolve("cds").resolve(archive)),
                    archive);
        }
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
            // in this mode a JVM whose archive cannot be used does not start, and no other Java is looked for
            Command run = Command.run(
                    directory,
                    Map.of("MUSTER_JAVA_OPTS", "-Xshare:on", "PATH", "/usr/bin:/bin", "JAVA_HOME", ""),
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

    /// A file system numbers its files as it likes, even so that a map of them by number has them all in one bin.
    private static void copyToSimilarNumbers(Path from, Path to) throws IOException {
        Path spare = Files.createDirectory(to.resolveSibling("spare"));
        int made = 0;
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Path place = Files.createFile(spare.resolve(String.valueOf(made)));
                while ((Long) Files.getAttribute(place, "unix:ino") % 64 != 0) {
                    made++;
                    assertTrue(made < 100_000, "this file system has no such numbers");
                    place = Files.createFile(spare.resolve(String.valueOf(made)));
                }
                made++;
                Files.write(place, Files.readAllBytes(file));
                Files.move(place, to.resolve(file.getFileName()));
            }
        }
    }

    private static Path anyJar(Path home) throws IOException {
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            return jars.findAny().orElseThrow();
        }
    }

    private static String shipped(Path home) throws IOException {
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            return jars.map(jar -> jar.getFileName().toString()).sorted().collect(Collectors.joining("\n"));
        }
    }
}
