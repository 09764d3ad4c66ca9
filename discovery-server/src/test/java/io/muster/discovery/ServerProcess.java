package io.muster.discovery;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A discovery server in a process of its own, to be killed.
///
/// @param url where it serves; empty when it ended instead
/// @param lines what it said until then
record ServerProcess(Process process, String url, List<String> lines) implements AutoCloseable {
    private static final String SERVING = "discovery serving on ";

    /// Starts one on a free port, and returns when it serves or has ended.
    static ServerProcess start(Path dataDir, String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DiscoveryServer.class.getName(),
                "--data-dir",
                dataDir.toString()));
        command.addAll(List.of(flags));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("DISC_"));
        Process process = builder.start();
        List<String> lines = new ArrayList<>();
        BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            lines.add(line);
            int at = line.indexOf(SERVING);
            if (at >= 0) {
                return new ServerProcess(process, "http://" + line.substring(at + SERVING.length()), lines);
            }
        }
        return new ServerProcess(process, "", lines);
    }

    int port() {
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    /// Waits for its end.
    ///
    /// @return the exit code, that of SIGKILL when it did not end in time
    int exitCode(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    /// Ends it with SIGKILL.
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
