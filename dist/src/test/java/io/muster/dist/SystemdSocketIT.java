package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.ServerProcess;
import io.muster.bench.V2Client;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The discovery server serves on a socket that systemd listened at before, with its first client already waiting.
class SystemdSocketIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    void socketIsTakenOverAndServedBesideAnAddressOfItsOwn() throws IOException {
        int port = Ports.free(2);
        try (ServerProcess server =
                activated(List.of("--listen=127.0.0.1:" + port), List.of("--addr=127.0.0.1:" + (port + 1)))) {
            V2Client passed = new V2Client("http://127.0.0.1:" + port);
            Eventually.await("the socket that was passed", LIMIT, () -> passed.get("/health")
                    .ok());

            String token = passed.get("/new?size=5").body();
            String path = token.substring(token.lastIndexOf('/'));

            V2Client own = new V2Client("http://127.0.0.1:" + (port + 1));
            assertTrue(own.get(path + "/_config/size").body().contains("\"value\":\"5\""));
            assertEquals(0, server.stop(), server.output());
        }
    }

    @Test
    void severalSocketsAreRefusedWithTheRemedy() throws IOException {
        int port = Ports.free(2);
        try (ServerProcess server =
                activated(List.of("--listen=127.0.0.1:" + port, "--listen=127.0.0.1:" + (port + 1)), List.of())) {
            V2Client client = new V2Client("http://127.0.0.1:" + port);
            Eventually.await("the first connection", LIMIT, () -> {
                try {
                    client.get("/health");
                } catch (IOException e) {
                    return !server.isAlive();
                }
                return false;
            });

            assertEquals(2, server.exitCode(LIMIT));
            assertTrue(
                    server.output().contains("systemd passed 2 sockets, and one can be taken over"), server.output());
        }
    }

    /// The server behind sockets that systemd listens on, and starts it for.
    private ServerProcess activated(List<String> sockets, List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Tool.require("systemd-socket-activate", "systemd").toString());
        command.addAll(sockets);
        command.add(Image.current().program("discovery-server").toString());
        command.addAll(options);
        return ServerProcess.start("discovery", directory, Map.of(), command);
    }
}
