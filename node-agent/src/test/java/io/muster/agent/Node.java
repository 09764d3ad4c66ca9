package io.muster.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `node-agent` in a process of its own.
final class Node implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private Node(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static Node start(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                NodeAgent.class.getName()));
        command.addAll(List.of(args));
        try {
            return new Node(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads what the node says until it says a line that begins so.
    Node until(String beginning) throws IOException {
        String line;
        while ((line = output.readLine()) != null) {
            lines.add(line);
            if (line.startsWith(beginning)) {
                return this;
            }
        }
        throw new AssertionError("the node ended without saying '" + beginning + "':\n" + said());
    }

    /// Everything read so far.
    String said() {
        return String.join("\n", lines);
    }

    /// Ends the node by SIGTERM and returns its exit code.
    int stop() throws IOException, InterruptedException {
        process.toHandle().destroy();
        output.lines().forEach(lines::add);
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
