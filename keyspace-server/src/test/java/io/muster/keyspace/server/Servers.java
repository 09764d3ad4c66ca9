package io.muster.keyspace.server;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.wire.MembersJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Whole servers on real ports, each started from a command line, and a client of their HTTP API.
final class Servers implements AutoCloseable {
    private final Path root;
    private final HttpClient http;
    private final List<Node> running = new CopyOnWriteArrayList<>();

    Servers(Path root) {
        this(root, HttpClient.newHttpClient());
    }

    /// @param http closed with this
    Servers(Path root, HttpClient http) {
        this.root = root;
        this.http = http;
    }

    /// What one server is called and where it is.
    record Place(String scheme, String name, Path dataDir, int client, int peer) {
        String peerUrl() {
            return scheme + "://127.0.0.1:" + peer;
        }

        String clientUrl() {
            return scheme + "://127.0.0.1:" + client;
        }

        Place secured() {
            return new Place("https", name, dataDir, client, peer);
        }

        /// As `--initial-cluster` has it.
        String listed() {
            return name + "=" + peerUrl();
        }

        Place withData(Path other) {
            return new Place(scheme, name, other, client, peer);
        }
    }

    Place place(String name) {
        return new Place("http", name, root.resolve(name), TestCluster.freePort(), TestCluster.freePort());
    }

    KeyspaceServer start(Place place, String... more) throws StartFailure, InterruptedException {
        List<String> flags = new ArrayList<>(List.of(
                "--name=" + place.name(),
                "--data-dir=" + place.dataDir(),
                "--listen-client-urls=" + place.clientUrl(),
                "--advertise-client-urls=" + place.clientUrl(),
                "--listen-peer-urls=" + place.peerUrl(),
                "--initial-advertise-peer-urls=" + place.peerUrl()));
        flags.addAll(List.of(more));
        KeyspaceServer server = KeyspaceServer.start(ServerConfig.parse(flags, Map.of()));
        running.add(server);
        return server;
    }

    /// Starts a proxy that looks at the members five times a second.
    ProxyServer startProxy(Place place, String... more) throws StartFailure, InterruptedException {
        List<String> flags = new ArrayList<>(List.of(
                "--data-dir=" + place.dataDir(),
                "--listen-client-urls=" + place.clientUrl(),
                "--proxy-refresh-interval=200",
                "--proxy-failure-wait=200"));
        flags.addAll(List.of(more));
        Node node = Node.start(ServerConfig.parse(flags, Map.of()));
        running.add(node);
        return switch (node) {
            case ProxyServer proxy -> proxy;
            case KeyspaceServer _, StandbyServer _ ->
                throw new IllegalStateException(node + " where a proxy was meant");
        };
    }

    HttpResponse<String> send(String method, Place to, String path, String type, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(to.clientUrl() + path))
                        .header("Content-Type", type)
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    int put(Place to, String key, String value) throws IOException, InterruptedException {
        return send("PUT", to, "/v2/keys" + key, "application/x-www-form-urlencoded", "value=" + value)
                .statusCode();
    }

    /// Adds a member, and tells its id.
    long add(Place via, String peerUrl) throws IOException, InterruptedException {
        HttpResponse<String> added =
                send("POST", via, "/v2/members", "application/json", "{\"peerURLs\":[\"" + peerUrl + "\"]}");
        if (added.statusCode() != 201) {
            throw new IllegalStateException("adding " + peerUrl + " was answered " + added.body());
        }
        return MembersJson.readMember(added.body().getBytes(StandardCharsets.UTF_8))
                .id();
    }

    List<MemberInfo> members(Place of) throws IOException, InterruptedException {
        return MembersJson.read(get(of.clientUrl() + "/v2/members").body().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        running.forEach(Node::close);
        http.close();
    }
}
