package io.muster.agent.datasource;

import io.muster.cloudconfig.Addresses;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a platform says of a machine besides its user-data.
///
/// @param hostname null where it does not say
/// @param authorizedKeys of the user core
/// @param network null where it does not say
public record Metadata(
        @Nullable String hostname,
        List<String> authorizedKeys,
        Addresses addresses,
        @Nullable NetworkConfig network) {
    /// Says nothing.
    public static final Metadata NONE = new Metadata(null, List.of(), Addresses.NONE, null);

    public Metadata {
        hostname = hostname == null || hostname.isEmpty() ? null : hostname;
        authorizedKeys = authorizedKeys.stream()
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .toList();
    }

    /// True when nothing follows from it.
    public boolean isEmpty() {
        return equals(NONE);
    }

    /// How the machine is to be connected, in the platform's own format.
    public sealed interface NetworkConfig {
        /// A file in the platform's format.
        record Text(String text) implements NetworkConfig {}

        /// Names and values.
        record Variables(Map<String, String> values) implements NetworkConfig {
            public Variables {
                values = Map.copyOf(values);
            }
        }
    }
}
