package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muster.bench.Ballast;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A small file system in memory, mounted on a folder, that can be filled to its last byte.
final class Tmpfs implements AutoCloseable {
    private final Path folder;
    private final Ballast ballast;

    private Tmpfs(Path folder) {
        this.folder = folder;
        this.ballast = new Ballast(folder.resolve("ballast"));
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
        ballast.take();
    }

    /// Gives back what was taken.
    void free() {
        ballast.giveBack();
    }

    @Override
    public void close() {
        Command umount = Command.run(Path.of("/"), "umount", "-l", folder.toString());
        assertEquals(0, umount.exitCode(), umount.errors());
    }
}
