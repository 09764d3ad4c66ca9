package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An HTTP proxy on the way to a discovery service, which remembers what was asked by it.
final class RecordingProxy implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    // Guarded by this.
    private final List<String> seen = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;

    RecordingProxy() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            URI target = exchange.getRequestURI();
            remember(exchange.getRequestMethod() + " " + target);
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            HttpRequest.Builder request = HttpRequest.newBuilder(target)
                    .method(
                            exchange.getRequestMethod(),
                            BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            if (type != null) {
                request.header("Content-Type", type);
            }
            try (exchange) {
                HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
                answer.headers().firstValue("X-Etcd-Index").ifPresent(index -> exchange.getResponseHeaders()
                        .set("X-Etcd-Index", index));
                exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                exchange.getResponseBody().write(answer.body());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.setExecutor(Thread::startVirtualThread);
        server.start();
    }

    /// What makes a node ask by it.
    String flag() {
        return "--discovery-proxy=127.0.0.1:" + server.getAddress().getPort();
    }

    /// Method and address of each request so far.
    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    /// Waits until there were so many.
    synchronized List<String> awaitSeen(int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (seen.size() < count) {
            long millisLeft = (end - System.nanoTime()) / 1_000_000;
            assertTrue(millisLeft > 0, () -> "only " + seen);
            wait(millisLeft);
        }
        return List.copyOf(seen);
    }

    private synchronized void remember(String request) {
        seen.add(request);
        notifyAll();
    }

    @Override
    public void close() {
        server.stop(0);
        http.shutdownNow();
    }
}
