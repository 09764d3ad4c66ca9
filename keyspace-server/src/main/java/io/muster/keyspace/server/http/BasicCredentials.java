package io.muster.keyspace.server.http;

import io.muster.keyspace.wire.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// A name and a password, as a client sends them with each request.
///
record BasicCredentials(String name, String password) {
    private static final String SCHEME = "Basic ";

    /// Reads an `Authorization` header; empty when it holds no such pair. The scheme is taken in the spelling of the
    /// original only.
    static Optional<BasicCredentials> of(String header) {
        if (!header.startsWith(SCHEME)) {
            return Optional.empty();
        }
        byte[] encoded = header.substring(SCHEME.length()).getBytes(StandardCharsets.ISO_8859_1);
        // Java does without the padding, Go insists on it.
        if (encoded.length % 4 != 0) {
            return Optional.empty();
        }
        byte[] pair;
        try {
            pair = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        for (int i = 0; i < pair.length; i++) {
            if (pair[i] == ':') {
                String password = Utf8.decode(pair, i + 1, pair.length - i - 1);
                return Optional.of(new BasicCredentials(Utf8.decode(pair, 0, i), password));
            }
        }
        return Optional.empty();
    }
}
