package io.muster.keyspace.server;

import java.util.List;

/// A server cannot start, for reasons the user can do something about. Each line names the value and the remedy;
/// whoever started the server prints them and exits with [#exitCode()], without a stack trace.
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /// The exit code for a flag that does not exist or has a malformed value.
    public static final int USAGE = 2;

    /// The exit code for everything else: values that contradict each other, a port in use, a foreign data directory.
    public static final int REFUSED = 1;

    private final int exitCode;

    public StartFailure(int exitCode, List<String> lines) {
        super(String.join("\n", lines));
        this.exitCode = exitCode;
    }

    public StartFailure(String line) {
        this(REFUSED, List.of(line));
    }

    public StartFailure(String line, Throwable cause) {
        super(line, cause);
        this.exitCode = REFUSED;
    }

    /// What the process ends with; never 0.
    public int exitCode() {
        return exitCode;
    }
}
