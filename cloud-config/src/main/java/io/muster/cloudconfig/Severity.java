package io.muster.cloudconfig;

import java.util.Locale;

/// How much a finding matters.
public enum Severity {
    /// The document is refused: what it asks for cannot be done, or would do harm.
    ERROR,
    /// Applied, but surely not as meant.
    WARNING,
    /// Worth knowing.
    INFO;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
