package io.muster.bench.fuzz;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The head of an HTTP answer, and its body as it arrives.
///
/// @param headers by name in lower case; of several values the first
/// @param reusable whether the connection may carry another request once the body is read
record Reply(int status, Map<String, String> headers, InputStream body, boolean reusable) {
    /// Reads up to the end of the head.
    ///
    /// @param toHead whether the request was HEAD, whose answer has no body whatever its head says
    /// @throws EOFException when the server closed the connection instead of answering
    static Reply read(InputStream in, boolean toHead) throws IOException {
        String[] words = line(in).split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("\\d{3}")) {
            throw new IOException("no HTTP answer: " + String.join(" ", words));
        }
        int status = Integer.parseInt(words[1]);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.putIfAbsent(
                    line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        boolean bodiless = toHead || status < 200 || status == 204 || status == 304;
        boolean chunked = headers.getOrDefault("transfer-encoding", "").equals("chunked");
        String length = headers.get("content-length");
        boolean closes = headers.getOrDefault("connection", "").equalsIgnoreCase("close")
                || words[0].equals("HTTP/1.0")
                || (!bodiless && !chunked && length == null);
        InputStream body = in;
        if (bodiless) {
            body = new BodyStream(in, 0, false);
        } else if (chunked || length != null) {
            body = new BodyStream(in, chunked || length == null ? 0 : Long.parseLong(length), chunked);
        }
        return new Reply(status, headers, body, !closes);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /// A line without its end; one byte, one character.
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("closed");
            }
            line.append((char) b);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    /// The whole body; one byte, one character, so that no difference is lost.
    String text() throws IOException {
        return new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
