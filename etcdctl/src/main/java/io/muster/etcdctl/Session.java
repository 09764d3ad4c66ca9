package io.muster.etcdctl;

/// One command against one cluster.
final class Session {
    private final Globals options;
    private final Terminal terminal;
    private final Cluster cluster;

    Session(Globals options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.cluster = new Cluster(
                options.endpoints(),
                new Dialer(options.timeout(), options.tls()),
                options.totalTimeout(),
                options.who(),
                options.debug()
                        ? (request, endpoint) -> terminal.complain("cURL Command: " + request.asCurl(endpoint))
                        : Cluster.Trace.NONE);
    }

    ExitCode perform(Subcommand subcommand) throws Stop, InterruptedException {
        if (options.sync() && subcommand.wantsAllMembers()) {
            debug("start to sync cluster using endpoints(", ",", ")");
            Sync.run(cluster);
            debug("got endpoints(", ",", ") after sync");
        }
        debug("Cluster-Endpoints: ", ", ", "");
        return subcommand.perform(this);
    }

    Keys keys() {
        return new Keys(cluster, output());
    }

    Watches watches() {
        return new Watches(cluster, output());
    }

    DataDirs dataDirs() {
        return new DataDirs(terminal);
    }

    Transfer transfer() {
        return new Transfer(cluster, terminal);
    }

    ExitCode show(String text) {
        terminal.out().print(text);
        return ExitCode.OK;
    }

    Members members() {
        return new Members(new AdminApi(cluster), terminal);
    }

    AccessControl access() {
        return new AccessControl(new AdminApi(cluster), terminal);
    }

    ClusterHealth health() {
        return new ClusterHealth(cluster, terminal);
    }

    private Output output() {
        return new Output(options.output(), terminal);
    }

    private void debug(String before, String separator, String after) {
        if (options.debug()) {
            terminal.complain(before + cluster.list(separator) + after);
        }
    }
}
