package io.muster.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A folder as text: each file with its mode and content, each link with its target, in alphabetical order.
final class Disk {
    private Disk() {}

    static String describe(Path root) {
        try (Stream<Path> paths = Files.walk(root)) {
            List<Path> sorted = paths.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
            return sorted.stream().map(path -> entry(root, path)).collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Copies the folder of a case; every file becomes 0644, because git keeps no modes.
    static void copy(Path from, Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, LinkOption.NOFOLLOW_LINKS);
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String entry(Path root, Path path) {
        try {
            String name = "/" + root.relativize(path);
            if (Files.isSymbolicLink(path)) {
                return "link %s -> %s%n".formatted(name, Files.readSymbolicLink(path));
            }
            String content = Files.readString(path, StandardCharsets.UTF_8);
            return "%s %s%n%s%n"
                    .formatted(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
                            name,
                            content.indent(4).stripTrailing());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
