package io.muster.etcdctl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.fixture.ManualClock;
import io.muster.keyspace.store.LocalKeyspace;
import io.muster.keyspace.wire.MembersJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A server for one test: the JDK's own, in front of a keyspace in this process, with a clock that stands still.
final class TestMember implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Answered> canned = new ConcurrentHashMap<>();

    final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T00:00:00.5Z"));
    final KeysOverHttp keys = new KeysOverHttp(new LocalKeyspace(clock));

    private record Answered(int status, String body, Map<String, String> headers) {}

    private TestMember(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static TestMember start() {
        try {
            return at(HttpServer.create());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A member on a server that speaks some other way, such as HTTPS.
    static TestMember at(HttpServer server) throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        return new TestMember(server);
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /// Gives this answer, whatever the keyspace would say.
    void answer(String methodAndPath, int status, String body) {
        answer(methodAndPath, status, body, Map.of());
    }

    void answer(String methodAndPath, int status, String body, Map<String, String> headers) {
        canned.put(methodAndPath, new Answered(status, body, headers));
    }

    /// Method, path, query and body of each request so far, and who it is from when that was told.
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String methodAndPath =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(describe(exchange, body));
        Answered answered = canned.get(methodAndPath);
        if (answered != null) {
            answered.headers().forEach(exchange.getResponseHeaders()::set);
            reply(exchange, answered.status(), answered.body().getBytes(StandardCharsets.UTF_8));
        } else if (exchange.getRequestURI().getPath().startsWith("/v2/keys")) {
            keys.handle(exchange, body);
        } else {
            switch (methodAndPath) {
                case "GET /v2/members" -> reply(exchange, 200, MembersJson.write(List.of(self())));
                case "GET /v2/members/leader" -> reply(exchange, 200, MembersJson.write(self()));
                case "GET /health" -> reply(exchange, 200, "{\"health\": \"true\"}".getBytes(StandardCharsets.UTF_8));
                default -> reply(exchange, 404, "404 page not found\n".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private MemberInfo self() {
        return new MemberInfo(0xbeef, "one", List.of("http://127.0.0.1:2380"), List.of(url()));
    }

    private static String describe(HttpExchange exchange, String body) {
        String who = exchange.getRequestHeaders().getFirst("Authorization");
        return exchange.getRequestMethod() + " " + exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body)
                + (who == null ? "" : " as " + who);
    }

    static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
