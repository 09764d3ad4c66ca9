package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A small file system in memory, mounted on a folder, that can be filled to its last byte.
final class Tmpfs implements AutoCloseable {
    private static final int CHUNK = 1 << 20;
    private static final int LEAST = 512;

    private final Path folder;

    private Tmpfs(Path folder) {
        this.folder = folder;
    }

    /// Mounts one; the suite is left out aloud where that cannot be done.
    static Tmpfs mount(Path folder, String size) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Command mount =
                Command.run(folder, "mount", "-t", "tmpfs", "-o", "size=" + size, "muster-test", folder.toString());
        if (mount.exitCode() != 0) {
            Tool.leaveOut(
                    "left out: no file system can be mounted here (it takes root, and a container may forbid it): "
                            + mount.errors().strip());
        }
        return new Tmpfs(folder);
    }

    /// Takes every byte that is left.
    void fill() {
        byte[] zeros = new byte[CHUNK];
        int size = CHUNK;
        try (OutputStream out = Files.newOutputStream(ballast())) {
            while (size >= LEAST) {
                try {
                    out.write(zeros, 0, size);
                } catch (IOException full) {
                    size /= 2;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot fill " + folder, e);
        }
    }

    /// Gives back what was taken.
    void free() {
        try {
            Files.delete(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Command umount = Command.run(Path.of("/"), "umount", "-l", folder.toString());
        assertEquals(0, umount.exitCode(), umount.errors());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }
}
