package io.muster.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that runs to its end, with what it printed.
record Command(int exitCode, String output, String errors) {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    static Command run(Path directory, Map<String, String> variables, List<String> command) {
        return run(directory, variables, command, LIMIT);
    }

    static Command run(Path directory, Map<String, String> variables, List<String> command, Duration limit) {
        try {
            Path out = Files.createTempFile("muster-command-", ".out");
            Path err = Files.createTempFile("muster-command-", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(key -> key.startsWith("ETCD") || key.startsWith("DISC_"));
            builder.environment().putAll(variables);
            Process process = builder.start();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after " + limit.toSeconds() + " s: " + command + "\n"
                        + Files.readString(out) + Files.readString(err));
            }
            Command done = new Command(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
            Files.delete(out);
            Files.delete(err);
            return done;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    static Command run(Path directory, String... command) {
        return run(directory, Map.of(), List.of(command));
    }
}
