package io.muster.keyspace.server.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One connection that speaks HTTP as bytes: it sends what it is told, right or wrong, and shows what comes back.
final class WireClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    /// The head of an answer. Header names are found in any case.
    record Head(int status, Map<String, String> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        boolean isChunked() {
            return header("Transfer-Encoding").filter("chunked"::equals).isPresent();
        }
    }

    record Answer(Head head, String body) {
        int status() {
            return head.status();
        }
    }

    WireClient(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(10_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// A whole request; the headers that every request needs are added.
    static byte[] request(String method, String target, Map<String, String> headers, byte[] body) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: muster.example:1234\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (body.length > 0 || method.equals("PUT") || method.equals("POST")) {
            head.append("Content-Length: " + body.length + "\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    Answer exchange(String method, String target) throws IOException {
        send(request(method, target, Map.of(), new byte[0]));
        return answer(method);
    }

    Answer exchange(String method, String target, String form) throws IOException {
        Map<String, String> type = Map.of("Content-Type", "application/x-www-form-urlencoded");
        send(request(method, target, type, form.getBytes(StandardCharsets.UTF_8)));
        return answer(method);
    }

    /// Reads a whole answer to a request of that method.
    Answer answer(String method) throws IOException {
        Head head = head();
        if (method.equals("HEAD") || head.status() == 204) {
            return new Answer(head, "");
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Optional<String> length = head.header("Content-Length");
        if (head.isChunked()) {
            for (Optional<String> part = chunk(); part.isPresent(); part = chunk()) {
                body.writeBytes(part.get().getBytes(StandardCharsets.UTF_8));
            }
        } else if (length.isPresent()) {
            body.writeBytes(in.readNBytes(Integer.parseInt(length.get())));
        } else {
            in.transferTo(body);
        }
        return new Answer(head, body.toString(StandardCharsets.UTF_8));
    }

    /// The head of the next answer; the intermediate one to `Expect: 100-continue` is passed over.
    Head head() throws IOException {
        Head head = anyHead();
        return head.status() == 100 ? anyHead() : head;
    }

    private Head anyHead() throws IOException {
        List<String> status = List.of(line().split(" ", 3));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return new Head(Integer.parseInt(status.get(1)), headers);
    }

    /// The next part of a chunked body; empty at its end.
    Optional<String> chunk() throws IOException {
        int size = Integer.parseInt(line(), 16);
        String part = new String(in.readNBytes(size), StandardCharsets.UTF_8);
        line();
        return size == 0 ? Optional.empty() : Optional.of(part);
    }

    /// Whether something to read, or the end, arrives within that time.
    boolean hears(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        in.mark(1);
        try {
            if (in.read() >= 0) {
                in.reset();
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(10_000);
        }
    }

    /// Waits until the server hangs up.
    boolean isHungUpOn() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server hung up after '" + line + "'");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
