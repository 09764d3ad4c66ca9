package io.muster.discovery.edge;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the URLs of tokens begin with: what the server was told, else what a trusted proxy says it was called by, else
/// where the server listens. Never what a client says: it would be handed a URL that leads elsewhere.
///
/// @param configured without a slash at the end
/// @param own where the server can be reached at least from its own machine
public record PublicUrl(Optional<String> configured, Supplier<String> own) {
    /// As whoever sent this request should call it.
    ///
    /// @param attribute reads an attribute of the request
    public String of(Function<String, @Nullable Object> attribute) {
        return configured.or(() -> ProxyHeaders.calledUrl(attribute)).orElseGet(own);
    }
}
