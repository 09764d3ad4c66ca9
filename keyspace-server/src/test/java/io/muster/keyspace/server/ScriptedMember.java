package io.muster.keyspace.server;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// What a proxy takes for a member: a peer port that names endpoints, and a client port that reads whatever it is asked
/// and then hangs up without a word, or says one thing first.
final class ScriptedMember implements AutoCloseable {
    private final HttpServer peerPort;
    private final ServerSocket clientPort;
    private final String lastWords;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile List<String> clientUrls = List.of();

    /// @param lastWords what the client port sends before it hangs up
    ScriptedMember(String lastWords) throws IOException {
        this.lastWords = lastWords;
        peerPort = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        peerPort.createContext("/members", exchange -> {
            byte[] body = ("[{\"id\":1,\"peerURLs\":[\"" + peerUrl() + "\"],\"name\":\"m\",\"clientURLs\":["
                            + clientUrls.stream().map(url -> '"' + url + '"').collect(Collectors.joining(",")) + "]}]")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("X-Etcd-Cluster-ID", "c1");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        peerPort.start();
        clientPort = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::hangUpOnAll);
    }

    String peerUrl() {
        return "http://127.0.0.1:" + peerPort.getAddress().getPort();
    }

    String clientUrl() {
        return "http://127.0.0.1:" + clientPort.getLocalPort();
    }

    /// The endpoints that the cluster is said to have.
    ScriptedMember naming(String... urls) {
        clientUrls = List.of(urls);
        return this;
    }

    /// The request lines that came to the client port.
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() throws IOException {
        peerPort.stop(0);
        clientPort.close();
    }

    private void hangUpOnAll() {
        while (!clientPort.isClosed()) {
            try (Socket client = clientPort.accept()) {
                var lines = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                String line = lines.readLine();
                if (line != null) {
                    requests.add(line);
                    while (!line.isEmpty()) {
                        line = lines.readLine();
                    }
                    client.getOutputStream().write(lastWords.getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                if (!clientPort.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
