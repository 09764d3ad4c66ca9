package io.muster.discovery;

import io.muster.keyspace.server.StartFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// A discovery server in this process on a free port of the loopback address, and a client for it.
record LocalService(DiscoveryServer server, HttpClient http) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String FORM = "application/x-www-form-urlencoded";

    static LocalService start(String... flags) throws StartFailure, InterruptedException {
        List<String> args = new ArrayList<>(List.of(flags));
        if (!args.contains("--addr")) {
            args.addAll(List.of("--addr", "127.0.0.1:0"));
        }
        return new LocalService(
                DiscoveryServer.start(DiscoveryConfig.parse(args, Map.of())),
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request("GET", path, "").build(), BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, String form) throws IOException, InterruptedException {
        return http.send(request(method, path, form).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> begin(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    /// @param form urlencoded; empty for no body
    HttpRequest.Builder request(String method, String path, String form) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url() + path)).timeout(PATIENCE);
        return form.isEmpty()
                ? request.method(method, BodyPublishers.noBody())
                : request.header("Content-Type", FORM).method(method, BodyPublishers.ofString(form));
    }

    /// Asks for a token; returns its URL.
    String newToken(int size) throws IOException, InterruptedException {
        return get("/new?size=" + size).body();
    }

    @Override
    public void close() {
        http.shutdownNow();
        server.close();
    }
}
