package io.muster.etcdctl;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One HTTP/1.1 request and its answer over a connection of their own.
///
/// `HttpURLConnection` silently sends a request a second time when the first connection breaks, which a change of the
/// keyspace must never suffer; and loading it costs more than all of this.
final class Exchange implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int limit;
    private Deadline deadline = Deadline.NONE;

    Exchange(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /// Sends the request and reads its answer.
    ///
    /// @param headBy when the answer must have begun
    /// @param allBy when it must be complete
    /// @throws SocketTimeoutException when it was not
    HttpReply run(Endpoint endpoint, HttpRequest request, @Nullable Credentials who, Deadline headBy, Deadline allBy)
            throws IOException {
        deadline = headBy.or(allBy);
        socket.getOutputStream().write(message(endpoint, request, who));
        int status = readStatus();
        Map<String, String> headers = readHeaders();
        while (status / 100 == 1) {
            status = readStatus();
            headers = readHeaders();
        }
        deadline = allBy;
        return new HttpReply(status, headers, readBody(status, headers));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static byte[] message(Endpoint endpoint, HttpRequest request, @Nullable Credentials who) {
        StringBuilder text = new StringBuilder(256);
        text.append(request.method()).append(' ').append(endpoint.path()).append(request.target());
        text.append(" HTTP/1.1\r\nHost: ").append(endpoint.authority());
        text.append("\r\nUser-Agent: muster-etcdctl\r\nConnection: close\r\n");
        if (who != null) {
            text.append("Authorization: ").append(who.header()).append("\r\n");
        }
        byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
        if (!request.contentType().isEmpty()) {
            text.append("Content-Type: ").append(request.contentType()).append("\r\n");
        }
        if (request.mayHaveBody()) {
            text.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] head = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    private int readStatus() throws IOException {
        String line = readLine();
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
            throw new IOException("malformed HTTP response \"" + line + "\"");
        }
        return number(words[1], 10);
    }

    private Map<String, String> readHeaders() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private byte[] readBody(int status, Map<String, String> headers) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (status == 204 || status == 304) {
            return body.toByteArray();
        }
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                readInto(body, size);
                readLine();
            }
            readHeaders();
        } else if (headers.containsKey("content-length")) {
            readInto(body, number(headers.getOrDefault("content-length", ""), 10));
        } else {
            while (position < limit || fill()) {
                body.write(buffer, position, limit - position);
                position = limit;
            }
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return number(readLine().split(";", 2)[0].strip(), 16);
    }

    private void readInto(ByteArrayOutputStream body, int size) throws IOException {
        int left = size;
        while (left > 0) {
            if (position == limit && !fill()) {
                throw new EOFException("unexpected EOF");
            }
            int taken = Math.min(left, limit - position);
            body.write(buffer, position, taken);
            position += taken;
            left -= taken;
        }
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (position == limit && !fill()) {
                throw new EOFException(line.size() == 0 ? "EOF" : "unexpected EOF");
            }
            byte next = buffer[position++];
            if (next == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(next);
        }
    }

    private boolean fill() throws IOException {
        socket.setSoTimeout(deadline.millisLeft());
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    private static int number(String text, int radix) throws IOException {
        try {
            return Integer.parseUnsignedInt(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("malformed HTTP response: \"" + text + "\" is no number", e);
        }
    }
}
