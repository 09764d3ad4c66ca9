package io.muster.bench.watch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// The crowd's process, seen from the one that measures.
public final class CrowdProcess implements AutoCloseable {
    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    private CrowdProcess(Process process) {
        this.process = process;
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /// Starts one.
    ///
    /// @param server for instance `http://127.0.0.1:2379`
    public static CrowdProcess start(URI server) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrowdProgram.class.getName(),
                        server.getHost(),
                        String.valueOf(server.getPort()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new CrowdProcess(process);
    }

    public Duration open(Kind kind, int count) {
        return ask("open " + kind.word() + " " + count);
    }

    /// Makes the watches that are opened from now on follow the paths that a file lists.
    public void follow(Path paths) {
        ask("follow " + paths);
    }

    /// Returns when every watch has heard of something.
    public Duration hear() {
        return ask("hear");
    }

    Duration wake() {
        return ask("wake");
    }

    void watchAgain(Kind kind) {
        ask("again " + kind.word());
    }

    public void leave() {
        ask("leave");
    }

    @Override
    public void close() {
        commands.close();
        process.destroy();
    }

    private Duration ask(String command) {
        commands.println(command);
        try {
            String answer = answers.readLine();
            if (answer == null || !answer.startsWith("ok ")) {
                throw new IllegalStateException("the crowd could not " + command + ": " + answer);
            }
            return Duration.ofNanos(Long.parseLong(answer.substring("ok ".length())));
        } catch (IOException e) {
            throw new UncheckedIOException("the crowd does not answer", e);
        }
    }
}
