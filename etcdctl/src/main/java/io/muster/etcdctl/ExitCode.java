package io.muster.etcdctl;

/// How the program ends.
enum ExitCode {
    OK(0),
    /// Arguments that make no sense, and whatever goes wrong with members.
    BAD_ARGUMENTS(1),
    /// No member could be reached to learn of the others.
    NO_CONNECTION(2),
    /// The server refused, or nobody answered the command itself.
    SERVER_ERROR(4),
    CLUSTER_UNHEALTHY(5),
    /// Arguments that make no sense, to the commands of `ETCDCTL_API=3`.
    BAD_USAGE(128);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
