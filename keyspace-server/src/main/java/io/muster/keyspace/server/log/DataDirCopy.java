package io.muster.keyspace.server.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Copies the files of a data directory, in use or not, as they are at about one moment. A member that goes on
/// meanwhile may remove a file before it is copied, or rotate its log in between; then the copy fails or does not
/// open, and another try is due.
public final class DataDirCopy {
    private DataDirCopy() {}

    /// Makes `to` a data directory of the same member, its log inside.
    ///
    /// @param walDir where the log is kept; null for below the directory
    public static void make(Path dataDir, @Nullable Path walDir, Path to) throws IOException {
        Files.copy(dataDir.resolve("identity"), to.resolve("identity"), StandardCopyOption.REPLACE_EXISTING);
        copyFiles(dataDir.resolve("snap"), ".snap", to.resolve("snap"));
        // the newest first: those before it change no more
        copyFiles(walDir != null ? walDir : dataDir.resolve("wal"), ".log", to.resolve("wal"));
    }

    private static void copyFiles(Path from, String suffix, Path to) throws IOException {
        Files.createDirectories(to);
        List<Path> files;
        try (Stream<Path> found = Files.list(from)) {
            files = found.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
