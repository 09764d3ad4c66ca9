package io.muster.discovery.edge;

import io.muster.keyspace.server.Endpoint;

/// An address to listen at.
///
/// @param text as the user wrote it
/// @param secure whether TLS is spoken there
public record ListenAddress(String text, Endpoint endpoint, boolean secure) {
    /// Reads `host:port` or `:port`, perhaps behind `http://` or `https://`.
    ///
    /// @param secureByDefault what it is when there is no scheme
    /// @throws IllegalArgumentException with a reason for the user
    static ListenAddress parse(String text, boolean secureByDefault) {
        boolean https = text.startsWith("https://");
        boolean schemed = https || text.startsWith("http://");
        try {
            String url = schemed ? text : (secureByDefault ? "https://" : "http://") + text;
            return new ListenAddress(text, Endpoint.parse(url), schemed ? https : secureByDefault);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Invalid listen address '" + text + "' given: use host:port or :port", e);
        }
    }
}
