package io.muster.keyspace.server.bootstrap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A discovery service on a real port that says what it was told to say: for each request line a row of answers, the
/// last of which is repeated. It writes down what it was asked.
final class ScriptedService implements AutoCloseable {
    /// One answer; a status of 0 closes the connection without any.
    record Answer(int status, String contentType, long index, String body, String location) {}

    static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Deque<Answer>> script = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    ScriptedService() {
        this(0);
    }

    ScriptedService(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/" + TOKEN;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /// The path of the listing of `TOKEN` as 2.x nodes ask for it.
    static String listing() {
        return "GET /" + TOKEN + "?quorum=false&recursive=false&sorted=false";
    }

    static String size() {
        return "GET /" + TOKEN + "/_config/size?quorum=false&recursive=false&sorted=false";
    }

    ScriptedService on(String request, Answer... answers) {
        script.put(request, new ArrayDeque<>(List.of(answers)));
        return this;
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    static Answer json(int status, long index, String body) {
        return new Answer(status, "application/json", index, body, "");
    }

    static Answer value(String key, String value, long created) {
        return json(200, created, "{\"action\":\"get\",\"node\":" + node(key, value, created) + "}\n");
    }

    /// A listing of registrations, given as id, value, createdIndex, and so on.
    static Answer listingOf(long index, Object... registrations) {
        List<String> nodes = new ArrayList<>();
        for (int i = 0; i < registrations.length; i += 3) {
            nodes.add(node((String) registrations[i], (String) registrations[i + 1], (Integer) registrations[i + 2]));
        }
        return json(
                200,
                index,
                "{\"action\":\"get\",\"node\":{\"key\":\"/_etcd/registry/" + TOKEN + "\",\"dir\":true,"
                        + (nodes.isEmpty() ? "" : "\"nodes\":[" + String.join(",", nodes) + "],")
                        + "\"modifiedIndex\":5,\"createdIndex\":5}}\n");
    }

    static Answer event(String action, String key, String value, long index) {
        return json(201, index, "{\"action\":\"" + action + "\",\"node\":" + node(key, value, index) + "}\n");
    }

    static Answer error(int status, int number, String message, String cause) {
        return json(
                status,
                79,
                "{\"errorCode\":" + number + ",\"message\":\"" + message + "\",\"cause\":\"" + cause
                        + "\",\"index\":79}\n");
    }

    static Answer text(int status, String body) {
        return new Answer(status, "text/plain; charset=utf-8", 0, body, "");
    }

    static Answer redirect(String location) {
        return new Answer(307, "text/plain", 0, "", location);
    }

    static Answer silence() {
        return new Answer(0, "", 0, "", "");
    }

    /// Keeps the connection open and says nothing, until this service is closed.
    static Answer endlessSilence() {
        return new Answer(-1, "", 0, "", "");
    }

    private static String node(String key, String value, long index) {
        return "{\"key\":\"/_etcd/registry/" + TOKEN + "/" + key + "\",\"value\":\"" + value + "\",\"modifiedIndex\":"
                + index + ",\"createdIndex\":" + index + "}";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(form.isEmpty() ? request : request + " " + URLDecoder.decode(form, StandardCharsets.UTF_8));
            Deque<Answer> answers = script.getOrDefault(request, new ArrayDeque<>(List.of(text(404, "not scripted"))));
            Answer answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
            if (answer.status() < 0) {
                closing.await();
            }
            if (answer.status() <= 0) {
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.getResponseHeaders().set("X-Etcd-Index", Long.toString(answer.index()));
            if (!answer.location().isEmpty()) {
                exchange.getResponseHeaders().set("Location", answer.location());
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            throw new IOException("interrupted while keeping silent", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.close();
    }
}
