package io.muster.agent.machine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The system this process runs on.
///
/// @param isReal false to look only: what would change something is then taken to have gone well
public record LiveHost(boolean isReal) implements Host {
    @Override
    public Answer run(String input, List<String> command) throws IOException {
        return isReal ? start(input, command) : new Answer(0, "");
    }

    @Override
    public Answer ask(List<String> command) throws IOException {
        return start("", command);
    }

    private static Answer start(String input, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("SYSTEMD_PAGER", "");
        Process process = builder.start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it ended without reading; its exit code says more
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.onExit().join().exitValue(), output.strip());
    }
}
