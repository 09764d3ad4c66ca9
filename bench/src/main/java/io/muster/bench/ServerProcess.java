package io.muster.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program of the image, or of the original, that runs in a process of its own; both its outputs go to one file.
public final class ServerProcess implements AutoCloseable {
    /// How long a program may take to stop when asked to.
    public static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final String name;
    private final Path log;
    private final Process process;

    private ServerProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /// Starts a command in `directory`. Variables that would configure an etcd or a Muster program are not inherited.
    public static ServerProcess start(
            String name, Path directory, Map<String, String> variables, List<String> command) {
        Path log = directory.resolve(name + ".log");
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().keySet().removeIf(key -> key.startsWith("ETCD") || key.startsWith("DISC_"));
            builder.environment().putAll(variables);
            return new ServerProcess(name, log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst() + " as " + name, e);
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// For a question asked again and again: there is no answer to hope for once the program has ended.
    ///
    /// @throws Eventually.Hopeless when it has; carries the last lines it printed
    public void requireAlive() {
        if (!isAlive()) {
            List<String> lines = output().lines().toList();
            throw new Eventually.Hopeless(name + " ended with exit code " + process.exitValue() + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size())));
        }
    }

    /// Everything the program has printed so far.
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the process with SIGKILL and waits until it is gone.
    public void kill() {
        process.destroyForcibly();
        exitCode(STOP_LIMIT);
    }

    /// Asks the process to stop with SIGTERM and returns its exit code.
    public int stop() {
        return stop(STOP_LIMIT);
    }

    /// As [#stop()], for one that has more to do at its end.
    ///
    /// @throws IllegalStateException when it has not ended within the limit
    public int stop(Duration limit) {
        process.destroy();
        return exitCode(limit);
    }

    /// The exit code of a process that is expected to end.
    ///
    /// @throws IllegalStateException when it has not ended within the limit
    public int exitCode(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(name + " still runs after " + limit.toSeconds() + " s; see " + log);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }

    /// Stops the process, by force if it does not go when asked.
    @Override
    public void close() {
        try {
            stop();
        } catch (IllegalStateException e) {
            kill();
        }
    }
}
