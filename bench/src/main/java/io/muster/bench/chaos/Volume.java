package io.muster.bench.chaos;

import io.muster.bench.Ballast;
import io.muster.bench.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where one member keeps its data: a small file system in memory where we are root, and so one that can be filled;
/// else a folder like any other.
final class Volume implements AutoCloseable {
    private static final String SIZE = "320m";

    private final Path folder;
    private final boolean mounted;
    private final Ballast ballast;

    private Volume(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
        this.ballast = new Ballast(folder.resolve("ballast"));
    }

    static Volume open(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
        return new Volume(
                folder,
                SystemCommand.succeeds("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "muster", folder.toString()));
    }

    Path dataDir() {
        return folder.resolve("data");
    }

    boolean canBeFilled() {
        return mounted;
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
        if (mounted) {
            SystemCommand.succeeds("umount", "-l", folder.toString());
        }
        Directories.delete(folder);
    }
}
