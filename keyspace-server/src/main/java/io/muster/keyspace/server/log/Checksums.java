package io.muster.keyspace.server.log;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/// Makes sure that a data directory which was laid down for somebody else to begin with arrived as it was made: a log
/// alone cannot tell a spoilt end from one that was never written. The file `checksums` has a line
/// for each file, its CRC32C and its name, and is gone once the directory is used.
public final class Checksums {
    private static final String NAME = "checksums";

    private Checksums() {}

    /// Notes how the files of a directory are that nobody uses.
    ///
    /// @param wal where its log is kept
    public static void write(Path dataDir, Path wal) throws IOException {
        StringBuilder lines = new StringBuilder();
        sums(dataDir, wal).forEach((name, sum) -> lines.append(sum + "  " + name + "\n"));
        try (FileChannel file = FileChannel.open(dataDir.resolve(NAME), CREATE_NEW, WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
    }

    /// Compares the files with what was noted, if anything was, before the directory is used for the first time.
    ///
    /// @throws UnusableDataDir naming a file that is not as it was
    static void check(Path dataDir, Path wal) throws IOException {
        Path sums = dataDir.resolve(NAME);
        if (!Files.exists(sums)) {
            return;
        }
        Map<String, String> now = sums(dataDir, wal);
        Map<String, String> noted = new TreeMap<>();
        String text = new String(Files.readAllBytes(sums), StandardCharsets.ISO_8859_1);
        text.lines().forEach(line -> {
            int gap = line.indexOf("  ");
            noted.put(gap < 0 ? line : line.substring(gap + 2), gap < 0 ? "" : line.substring(0, gap));
        });
        if (!now.equals(noted) || !text.endsWith("\n")) {
            String spoilt = now.entrySet().stream()
                    .filter(file -> !file.getValue().equals(noted.get(file.getKey())))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(NAME);
            throw new UnusableDataDir("data directory " + dataDir + " is damaged: " + spoilt
                    + " is not as it was when the directory was made; restore it from another backup");
        }
        Files.delete(sums);
        try (FileChannel entries = FileChannel.open(dataDir, READ)) {
            entries.force(true);
        }
    }

    private static Map<String, String> sums(Path dataDir, Path wal) throws IOException {
        Map<String, String> sums = new TreeMap<>();
        sums.put("identity", sum(dataDir.resolve("identity")));
        addAll("snap", dataDir.resolve("snap"), sums);
        addAll("wal", wal, sums);
        return sums;
    }

    private static void addAll(String name, Path directory, Map<String, String> sums) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                sums.put(name + "/" + file.getFileName(), sum(file));
            }
        }
    }

    private static String sum(Path file) throws IOException {
        CRC32C sum = new CRC32C();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().toHexDigits(sum.getValue(), 8);
    }
}
