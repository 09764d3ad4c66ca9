package io.muster.keyspace.server.tls;

/// Certificates or keys that cannot be used. The message names the file and the remedy.
public final class UnusableTls extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableTls(String line) {
        super(line);
    }

    UnusableTls(String line, Throwable cause) {
        super(line, cause);
    }

    /// What to tell the user, in one line.
    public String line() {
        return String.valueOf(getMessage());
    }
}
