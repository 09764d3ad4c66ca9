package io.muster.bench.fuzz;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One HTTP connection that sends exactly what it is told to, well-formed or not: client libraries refuse half of what
/// is asked here.
final class Connection implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

    private final Socket socket;
    private final InputStream in;
    private final String host;
    private boolean toHead;
    private @Nullable Reply early;

    private Connection(Socket socket, String host) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.host = host;
    }

    /// @throws IOException when nobody listens there
    static Connection open(URI base) throws IOException {
        Socket socket = new Socket();
        socket.connect(
                new InetSocketAddress(base.getHost(), base.getPort()), Math.toIntExact(CONNECT_LIMIT.toMillis()));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(ANSWER_LIMIT.toMillis()));
        return new Connection(socket, base.getAuthority());
    }

    /// Waits for bytes without end from now on.
    void beHeld() throws IOException {
        socket.setSoTimeout(0);
    }

    void send(Step.Request request) throws IOException {
        toHead = request.method().equals("HEAD");
        String body = request.manner().body(request.form());
        boolean empty = request.form().isEmpty();
        String head = head(request, body, empty);
        if (empty) {
            write(head);
        } else if (request.manner() == Manner.EXPECT_CONTINUE) {
            write(head);
            Reply first = Reply.read(in, toHead);
            if (first.status() == 100) {
                write(body);
            } else {
                early = first;
            }
        } else {
            write(head + (request.manner() == Manner.CHUNKED ? chunks(body) : body));
        }
    }

    /// The answer to what was sent last.
    Reply receive() throws IOException {
        Reply reply = early;
        if (reply != null) {
            // the server waits for no body, and we have none to send any more
            return new Reply(reply.status(), reply.headers(), reply.body(), false);
        }
        reply = Reply.read(in, toHead);
        while (reply.status() == 100) {
            reply = Reply.read(in, toHead);
        }
        return reply;
    }

    private String head(Step.Request request, String body, boolean empty) {
        Manner manner = request.manner();
        StringBuilder head = new StringBuilder()
                .append(request.method())
                .append(' ')
                .append(request.line())
                .append(' ')
                .append(manner.version())
                .append("\r\nHost: ")
                .append(host)
                .append("\r\n");
        if (!empty) {
            manner.type()
                    .ifPresent(
                            type -> head.append("Content-Type: ").append(type).append("\r\n"));
            if (manner == Manner.CHUNKED) {
                head.append("Transfer-Encoding: chunked\r\n");
            } else {
                head.append("Content-Length: ").append(body.length()).append("\r\n");
            }
            if (manner == Manner.EXPECT_CONTINUE) {
                head.append("Expect: 100-continue\r\n");
            }
        }
        return head.append("\r\n").toString();
    }

    private static String chunks(String body) {
        int half = (body.length() + 1) / 2;
        return chunk(body.substring(0, half)) + chunk(body.substring(half)) + "0\r\n\r\n";
    }

    private static String chunk(String text) {
        return text.isEmpty() ? "" : Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
