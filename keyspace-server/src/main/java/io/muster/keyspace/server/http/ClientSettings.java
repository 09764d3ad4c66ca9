package io.muster.keyspace.server.http;

import io.muster.keyspace.server.Dialect;

/// How a client port is to behave.
///
/// @param maxRequestBytes the largest request body that is read; beyond it the answer is 413
public record ClientSettings(Dialect dialect, int maxRequestBytes) {
    /// As the server is without flags.
    public static final ClientSettings DEFAULT = new ClientSettings(Dialect.V2_3, 16 << 20);

    /// The same in another dialect.
    public ClientSettings in(Dialect other) {
        return new ClientSettings(other, maxRequestBytes);
    }

    /// The same with another limit.
    public ClientSettings withMaxRequestBytes(int bytes) {
        return new ClientSettings(dialect, bytes);
    }
}
