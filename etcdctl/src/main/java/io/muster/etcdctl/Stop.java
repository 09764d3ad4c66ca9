package io.muster.etcdctl;

/// Ends the command: what to say on standard error, and the exit code.
final class Stop extends Exception {
    private final ExitCode code;

    /// The end, told.
    ///
    /// @param lines complete text for standard error, without the last line's end
    Stop(ExitCode code, String lines) {
        super(lines);
        this.code = code;
    }

    /// The form in which commands on keys report: `Error:  …`.
    static Stop error(ExitCode code, String message) {
        return new Stop(code, "Error:  " + message);
    }

    ExitCode code() {
        return code;
    }

    String lines() {
        return String.valueOf(getMessage());
    }
}
