package io.muster.etcdctl;

import java.util.List;

/// No member answered.
final class Unavailable extends Exception {
    private final List<String> attempts;
    private final boolean maybeDone;

    /// Everything was tried.
    ///
    /// @param attempts what went wrong, in the order the members were tried
    /// @param maybeDone whether a change was sent, so that nobody knows whether it was made
    Unavailable(List<String> attempts, boolean maybeDone) {
        super("client: etcd cluster is unavailable or misconfigured");
        this.attempts = List.copyOf(attempts);
        this.maybeDone = maybeDone;
    }

    /// The end of a command on keys.
    Stop asError(ExitCode code) {
        StringBuilder lines = new StringBuilder(String.valueOf(getMessage())).append('\n');
        for (int i = 0; i < attempts.size(); i++) {
            lines.append("error #")
                    .append(i)
                    .append(": ")
                    .append(attempts.get(i))
                    .append('\n');
        }
        if (maybeDone) {
            lines.append("the change may or may not have been made: read before you repeat it\n");
        }
        return Stop.error(code, lines.toString());
    }

    /// The end of a command on members, which report in one line.
    Stop asLine() {
        String reason = attempts.isEmpty() ? "" : ": " + String.join("; ", attempts);
        String doubt = maybeDone ? "; the change may or may not have been made" : "";
        return new Stop(ExitCode.BAD_ARGUMENTS, getMessage() + reason + doubt);
    }
}
