package io.muster.keyspace.server.http;

import io.muster.keyspace.server.Dialect;
import java.util.List;

/// How a client port is to behave.
///
/// @param maxRequestBytes the largest request body that is read; beyond it the answer is 413
/// @param corsOrigins pages that browsers may use the member from; `*` for all
/// @param limits how much it takes on
/// @param profiles whether to tell what the process is busy with
public record ClientSettings(
        Dialect dialect, int maxRequestBytes, List<String> corsOrigins, ClientLimits limits, boolean profiles) {
    /// As the server is without flags.
    public static final ClientSettings DEFAULT =
            new ClientSettings(Dialect.V2_3, 16 << 20, List.of(), ClientLimits.DEFAULT, false);

    public ClientSettings {
        corsOrigins = List.copyOf(corsOrigins);
    }

    /// The same in another dialect.
    public ClientSettings in(Dialect other) {
        return new ClientSettings(other, maxRequestBytes, corsOrigins, limits, profiles);
    }

    /// The same with another limit.
    public ClientSettings withMaxRequestBytes(int bytes) {
        return new ClientSettings(dialect, bytes, corsOrigins, limits, profiles);
    }

    /// The same for pages of these origins.
    public ClientSettings withCorsOrigins(List<String> origins) {
        return new ClientSettings(dialect, maxRequestBytes, origins, limits, profiles);
    }

    /// The same with other limits.
    public ClientSettings within(ClientLimits others) {
        return new ClientSettings(dialect, maxRequestBytes, corsOrigins, others, profiles);
    }

    /// The same, telling what the process is busy with.
    public ClientSettings withProfiles() {
        return new ClientSettings(dialect, maxRequestBytes, corsOrigins, limits, true);
    }
}
