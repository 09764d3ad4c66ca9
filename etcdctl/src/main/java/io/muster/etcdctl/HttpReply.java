package io.muster.etcdctl;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What a member answered.
final class HttpReply {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    /// An answer; header names are in lower case.
    HttpReply(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    int status() {
        return status;
    }

    /// The body as it came; not a copy.
    byte[] body() {
        return body;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// The header's value; empty when there is none.
    String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }

    /// The store index named in the headers; 0 when there is none.
    long index() {
        try {
            return Long.parseUnsignedLong(header("x-etcd-index"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
