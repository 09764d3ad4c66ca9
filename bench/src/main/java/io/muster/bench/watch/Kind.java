package io.muster.bench.watch;

import java.util.Locale;

/// How a client watches. Both ask for the same key, so that one write wakes them all.
public enum Kind {
    /// Answered once, then asked again on the same connection.
    POLL("/v2/keys/crowd?wait=true", "0\r\n\r\n"),
    /// Answered again and again.
    STREAM("/v2/keys/crowd?wait=true&stream=true", "}\n\r\n");

    private final String path;
    private final long end;
    private final long mask;

    Kind(String path, String end) {
        this.path = path;
        this.end = Tail.of(end);
        this.mask = Tail.mask(end.length());
    }

    String path() {
        return path;
    }

    /// Whether bytes of the body that end like this have told the client of an event, all of it.
    boolean isEvent(long tail) {
        return (tail & mask) == end;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
