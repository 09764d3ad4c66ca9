package io.muster.keyspace.server.log;

/// A data directory that no member can be started from. The message is one line for the operator: what was found,
/// where, and what to do.
public final class UnusableDataDir extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableDataDir(String message) {
        super(message);
    }

    public UnusableDataDir(String message, Throwable cause) {
        super(message, cause);
    }
}
