package io.muster.bench.overload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Clients that ask for no more than anybody would: each has one connection, and writes and reads in turn at a steady
/// pace.
final class NormalClients implements AutoCloseable {
    private static final int CLIENTS = 8;
    private static final Duration PACE = Duration.ofMillis(10);

    private final List<Connection> connections = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);

    NormalClients(URI server) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            connections.add(new Connection(new Socket(server.getHost(), server.getPort()), i));
        }
    }

    /// What they felt.
    ///
    /// @param sorted how long each answer took
    record Felt(List<Duration> sorted) {
        Duration percentile(int percent) {
            return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d requests, p50 %.2f ms, p99 %.2f ms, longest %.1f ms",
                    sorted.size(),
                    percentile(50).toNanos() / 1e6,
                    percentile(99).toNanos() / 1e6,
                    sorted.getLast().toNanos() / 1e6);
        }
    }

    /// Lets them work for that long.
    ///
    /// @throws IllegalStateException when a single request is refused or lost, or a write is not there afterwards
    Felt work(Duration time) throws InterruptedException {
        List<Callable<List<Duration>>> work = connections.stream()
                .<Callable<List<Duration>>>map(each -> () -> each.work(time))
                .toList();
        List<Duration> all = new ArrayList<>();
        try {
            for (Future<List<Duration>> done : threads.invokeAll(work)) {
                all.addAll(done.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a normal client was not served: " + e.getCause(), e);
        }
        return new Felt(all.stream().sorted().toList());
    }

    /// How many writes were acknowledged; every one of them was read again.
    long writes() {
        return connections.stream().mapToLong(each -> each.written).sum();
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (Connection each : connections) {
            each.socket.close();
        }
    }

    private static final class Connection {
        private final Socket socket;
        private final BufferedReader in;
        private final String key;
        private long written;

        Connection(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            this.key = "/v2/keys/normal/" + number;
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
        }

        List<Duration> work(Duration time) throws IOException, InterruptedException {
            List<Duration> took = new ArrayList<>();
            long begun = System.nanoTime();
            for (long step = 0; System.nanoTime() - begun < time.toNanos(); step++) {
                // who falls behind goes on at once: what was held up counts for all that waited behind it
                long due = begun + step * PACE.toNanos();
                long early = due - System.nanoTime();
                if (early > 0) {
                    Thread.sleep(Duration.ofNanos(early));
                }
                String form = "value=" + (written + 1);
                String body = exchange("PUT " + key + " HTTP/1.1\r\nHost: n\r\nContent-Type:"
                        + " application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n\r\n" + form);
                took.add(Duration.ofNanos(System.nanoTime() - due));
                written++;
                long read = System.nanoTime();
                require(body, "\"value\":\"" + written + "\"");
                require(exchange("GET " + key + " HTTP/1.1\r\nHost: n\r\n\r\n"), "\"value\":\"" + written + "\"");
                took.add(Duration.ofNanos(System.nanoTime() - read));
            }
            return took;
        }

        private String exchange(String request) throws IOException {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String status = in.readLine();
            int length = 0;
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
                    length = Integer.parseInt(line.substring(16));
                }
            }
            char[] body = new char[length];
            for (int read = 0; read < length; ) {
                int count = in.read(body, read, length - read);
                if (count < 0) {
                    throw new IOException("hung up on after " + status);
                }
                read += count;
            }
            if (status == null || !status.startsWith("HTTP/1.1 20")) {
                throw new IOException("answered " + status + " " + new String(body));
            }
            return new String(body);
        }

        private static void require(String body, String part) {
            if (!body.contains(part)) {
                throw new IllegalStateException("expected " + part + " in " + body);
            }
        }
    }
}
