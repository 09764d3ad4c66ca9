package io.muster.agent.datasource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// CloudSigma's questions over a serial port: `<\nKEY\n>`, answered by a value and the byte EOT.
///
/// @param device such as /dev/ttyS1; anything that is no terminal is left as it is
public record SerialPort(Path device, Duration timeout) {
    /// Where the hypervisor listens.
    public static final SerialPort CLOUD_SIGMA = new SerialPort(Path.of("/dev/ttyS1"), Duration.ofSeconds(10));

    private static final int END = 4;
    private static final int MAX_BYTES = 16 << 20;

    /// Asks for one value.
    ///
    /// @param key empty for everything
    /// @throws IOException when the port cannot be used or nothing answers in time
    String ask(String key) throws IOException, InterruptedException {
        configure();
        ExecutorService reader =
                Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
        try (OutputStream out = Files.newOutputStream(device)) {
            Future<String> answer = reader.submit(this::readAnswer);
            out.write(("<\n" + key + "\n>").getBytes(StandardCharsets.UTF_8));
            out.flush();
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("nothing answers at %s within %d s".formatted(device, timeout.toSeconds()), e);
        } catch (ExecutionException e) {
            throw new IOException("%s cannot be read: %s".formatted(device, e.getCause()), e);
        } finally {
            reader.shutdownNow();
        }
    }

    private String readAnswer() throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (InputStream in = Files.newInputStream(device)) {
            int next;
            while ((next = in.read()) >= 0 && next != END) {
                answer.write(next);
                if (answer.size() > MAX_BYTES) {
                    throw new IOException("the answer has more than 16 MB");
                }
            }
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private void configure() throws IOException, InterruptedException {
        Process stty = new ProcessBuilder("stty", "-F", device.toString(), "115200", "raw", "-echo")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        // of no consequence for what is no terminal
        int unused = stty.waitFor();
    }
}
