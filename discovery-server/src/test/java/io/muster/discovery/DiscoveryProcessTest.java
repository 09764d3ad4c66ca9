package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.server.StartFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryProcessTest {
    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void tokenOutlivesAKilledServer() throws Exception {
        String path;
        try (ServerProcess server = ServerProcess.start(directory.resolve("data"), "--addr", "127.0.0.1:0")) {
            String token = get(server.url() + "/new?size=5").body();
            path = token.substring(token.lastIndexOf('/'));
        }

        try (ServerProcess again = ServerProcess.start(directory.resolve("data"), "--addr", "127.0.0.1:0")) {
            HttpResponse<String> size = get(again.url() + path + "/_config/size");

            assertTrue(size.body().contains("\"value\":\"5\""), size.body());
        }
    }

    /// Nodes of etcd try a port again that refuses them, and give up on a server that keeps silent.
    @Test
    @Timeout(300)
    void portIsClosedUntilTheTokensAreThere() throws Exception {
        Path data = directory.resolve("data");
        int port;
        try (ServerProcess server = ServerProcess.start(data, "--addr", "127.0.0.1:0")) {
            port = server.port();
        }
        // Whoever reads this is held up until it has been written.
        Path identity = data.resolve("identity");
        byte[] content = Files.readAllBytes(identity);
        Files.delete(identity);
        assertEquals(
                0, new ProcessBuilder("mkfifo", identity.toString()).start().waitFor());
        try (ExecutorService starting = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ServerProcess> start =
                    starting.submit(() -> ServerProcess.start(data, "--addr", "127.0.0.1:" + port));
            try (OutputStream read = Files.newOutputStream(identity)) {
                assertThrows(ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
                read.write(content);
            }
            try (ServerProcess server = start.get()) {
                assertEquals("OK", get(server.url() + "/health").body());
            }
        }
    }

    @Test
    void terminationEndsWaitsAndTheProcessInTime() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory.resolve("data"), "--addr", "127.0.0.1:0")) {
            String token = get(server.url() + "/new").body();
            String path = token.substring(token.lastIndexOf('/'));
            try (HeldAnswer held = HeldAnswer.begin(server.port(), path + "?wait=true&recursive=true")) {
                server.process().destroy();

                assertEquals("null", held.nextLine());
                assertEquals(0, server.exitCode(10));
            }
        }
    }

    @Test
    void dataDirectoryInUseIsRefusedInOneLine() throws Exception {
        Path data = directory.resolve("data");
        try (ServerProcess server = ServerProcess.start(data, "--addr", "127.0.0.1:0")) {
            StartFailure failure =
                    assertThrows(StartFailure.class, () -> LocalService.start("--data-dir", data.toString()));

            String line = String.valueOf(failure.getMessage());
            assertTrue(line.contains(data.toString()) && line.lines().count() == 1, line);
            assertEquals(1, failure.exitCode());
            assertEquals("OK", get(server.url() + "/health").body());
        }
    }

    @Test
    void unknownFlagEndsWithTheListOfFlags() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory.resolve("data"), "--bogus")) {
            assertEquals(2, server.exitCode(10));
            assertEquals("unknown flag: --bogus", server.lines().getFirst());
        }
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
}
