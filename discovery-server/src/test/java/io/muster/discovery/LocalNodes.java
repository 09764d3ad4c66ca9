package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.keyspace.server.KeyspaceServer;
import io.muster.keyspace.server.Node;
import io.muster.keyspace.server.ProxyServer;
import io.muster.keyspace.server.ServerConfig;
import io.muster.keyspace.server.StartFailure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Whole nodes on real ports, each started from a command line, that are to find each other by a token.
final class LocalNodes {
    private static final long PATIENCE_SECONDS = 30;

    private final Path directory;
    private final List<CompletableFuture<Node>> nodes = new CopyOnWriteArrayList<>();

    LocalNodes(Path directory) {
        this.directory = directory;
    }

    record Place(String name, Path dataDir, int client, int peer) {
        String peerUrl() {
            return "http://127.0.0.1:" + peer;
        }

        String clientUrl() {
            return "http://127.0.0.1:" + client;
        }

        String registration() {
            return name + "=" + peerUrl();
        }
    }

    Place place(String name) throws Exception {
        return new Place(name, directory.resolve(name), freePort(), freePort());
    }

    CompletableFuture<Node> run(Place place, String token, String... more) {
        List<String> flags = new ArrayList<>(List.of(
                "--name=" + place.name(),
                "--data-dir=" + place.dataDir(),
                "--listen-client-urls=" + place.clientUrl(),
                "--advertise-client-urls=" + place.clientUrl(),
                "--initial-advertise-peer-urls=" + place.peerUrl(),
                "--discovery=" + token));
        flags.addAll(List.of(more));
        if (flags.stream().noneMatch(flag -> flag.startsWith("--listen-peer-urls"))) {
            flags.add("--listen-peer-urls=" + place.peerUrl());
        }
        return run(place, flags);
    }

    CompletableFuture<Node> runFirst(Place place, String token) {
        return run(
                place,
                List.of(
                        "--compat=0.4",
                        "-name=" + place.name(),
                        "-data-dir=" + place.dataDir(),
                        "-addr=127.0.0.1:" + place.client(),
                        "-bind-addr=127.0.0.1",
                        "-peer-addr=127.0.0.1:" + place.peer(),
                        "-peer-bind-addr=127.0.0.1",
                        "-discovery=" + token));
    }

    private CompletableFuture<Node> run(Place place, List<String> flags) {
        CompletableFuture<Node> node = new CompletableFuture<>();
        nodes.add(node);
        Thread.ofVirtual().name(place.name()).start(() -> {
            try {
                node.complete(Node.start(ServerConfig.parse(flags, Map.of())));
            } catch (StartFailure | InterruptedException | RuntimeException e) {
                node.completeExceptionally(e);
            }
        });
        return node;
    }

    /// The member that it becomes.
    static KeyspaceServer founded(CompletableFuture<Node> node) throws Exception {
        return assertInstanceOf(KeyspaceServer.class, node.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /// The proxy that it becomes.
    static ProxyServer standing(CompletableFuture<Node> node) throws Exception {
        return assertInstanceOf(ProxyServer.class, node.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /// The last words of one that ends with exit code 1.
    static String refusal(CompletableFuture<Node> node) {
        ExecutionException ended =
                assertThrows(ExecutionException.class, () -> node.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        StartFailure failure = assertInstanceOf(StartFailure.class, ended.getCause());
        assertEquals(1, failure.exitCode());
        return String.valueOf(failure.getMessage());
    }

    static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Stops all that run.
    void close() throws Exception {
        for (CompletableFuture<Node> node : nodes) {
            if (!node.isCompletedExceptionally()) {
                node.get(PATIENCE_SECONDS, TimeUnit.SECONDS).close();
            }
        }
    }
}
