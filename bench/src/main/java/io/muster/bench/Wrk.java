package io.muster.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The load generator: Debian's `wrk`, the same for every peer.
public final class Wrk {
    private static final Pattern RESULT =
            Pattern.compile("^RESULT (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)$", Pattern.MULTILINE);

    private final Path scripts;

    /// Prepares runs.
    ///
    /// @param scripts a folder for the generator's request scripts
    public Wrk(Path scripts) {
        this.scripts = scripts;
    }

    /// What one run came to.
    ///
    /// @param perSecond acknowledged requests a second
    /// @param p99 the time within which 99 of 100 were answered
    public record Figure(double perSecond, Duration p99) {}

    /// Loads a server with `clients` connections, which share so many threads of the generator.
    ///
    /// @throws IllegalStateException when a single request was refused or lost: such a run says nothing
    public Figure run(String kind, String query, V2Client server, int clients, int threads, Duration length) {
        String output = output(List.of(
                "wrk",
                "--threads",
                String.valueOf(threads),
                "--connections",
                String.valueOf(clients),
                "--duration",
                length.toSeconds() + "s",
                "--timeout",
                "10s",
                "--script",
                script(kind).toString(),
                server.base(),
                "--",
                query));
        Matcher result = RESULT.matcher(output);
        if (!result.find()) {
            throw new IllegalStateException("wrk printed no result: " + output);
        }
        long refused = Long.parseLong(result.group(3));
        long broken = Long.parseLong(result.group(4));
        if (refused + broken > 0) {
            throw new IllegalStateException(
                    kind + " at " + server.base() + ": " + refused + " answers were errors, " + broken + " were lost");
        }
        double seconds = Long.parseLong(result.group(2)) / 1e6;
        return new Figure(
                Long.parseLong(result.group(1)) / seconds, Duration.ofNanos(Long.parseLong(result.group(5)) * 1_000));
    }

    private Path script(String kind) {
        try {
            Path file = scripts.resolve(kind + ".lua");
            Files.createDirectories(scripts);
            Files.writeString(file, resource(kind + ".lua") + resource("report.lua"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a script for wrk", e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Wrk.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String output(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(command.getFirst() + " ended with " + code + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run wrk (Debian: apt-get install wrk)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while wrk ran", e);
        }
    }
}
