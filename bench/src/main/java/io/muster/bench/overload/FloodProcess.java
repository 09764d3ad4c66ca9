package io.muster.bench.overload;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A flood in a process of its own, seen from the one that measures.
final class FloodProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 10;

    // More than most are given; root may take them.
    private static final int DESCRIPTORS = 100_000;

    private final Process process;

    private FloodProcess(Process process) {
        this.process = process;
    }

    static FloodProcess start(URI server, FloodKind kind, int clients) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new FloodProcess(new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "ulimit -n " + DESCRIPTORS + " 2>/dev/null; exec nice -n 19 \"$@\"",
                        "flood",
                        java.toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FloodProgram.class.getName(),
                        String.valueOf(server.getPort()),
                        kind.name(),
                        String.valueOf(clients))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /// Ends the flood; returns what became of it.
    String end() throws IOException {
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
