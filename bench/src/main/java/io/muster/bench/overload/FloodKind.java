package io.muster.bench.overload;

import java.util.Locale;

/// A way to ask too much of a server.
public enum FloodKind {
    /// Connections that are opened and left alone.
    CONNECTIONS,
    /// Bodies of 50 MB, half of them announced, half of them in chunks.
    BODIES,
    /// Heads of requests that come a byte at a time.
    SLOW_HEADS,
    /// Watches that wait for what never happens.
    WATCHES;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
