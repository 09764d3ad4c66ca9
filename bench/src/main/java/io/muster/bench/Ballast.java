package io.muster.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that leaves others no room on a small file system.
///
/// @param file where it lies; nobody else uses the name
public record Ballast(Path file) {
    private static final int CHUNK = 1 << 20;
    private static final int SECTOR = 512;

    /// Takes every byte that is left.
    public void take() {
        byte[] zeros = new byte[CHUNK];
        int size = CHUNK;
        try (OutputStream out = Files.newOutputStream(file)) {
            while (size >= SECTOR) {
                try {
                    out.write(zeros, 0, size);
                } catch (IOException full) {
                    size /= 2;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /// Gives back what was taken, if anything was.
    public void giveBack() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }
}
