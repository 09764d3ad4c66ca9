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
                (request, endpoint) -> debug("cURL Command: " + request.asCurl(endpoint)));
    }

    ExitCode perform(Subcommand subcommand) throws Stop, InterruptedException {
        // health is asked of whatever members the given endpoints know, reachable or not
        if (options.sync() && !(subcommand instanceof Subcommand.ClusterHealth)) {
            debug("start to sync cluster using endpoints(" + cluster.list(",") + ")");
            Sync.run(cluster);
            debug("got endpoints(" + cluster.list(",") + ") after sync");
        }
        debug("Cluster-Endpoints: " + cluster.list(", "));

        Output output = new Output(options.output(), terminal);
        Keys keys = new Keys(cluster, output);
        Watches watches = new Watches(cluster, output);
        Members members = new Members(cluster, terminal);
        switch (subcommand) {
            case Subcommand.Change change -> keys.change(change.command());
            case Subcommand.Get get -> keys.get(get.read());
            case Subcommand.Ls ls -> keys.list(ls);
            case Subcommand.Watch watch -> watches.watch(watch.follow());
            case Subcommand.ExecWatch watch -> watches.execute(watch);
            case Subcommand.ListMembers list -> members.list();
            case Subcommand.AddMember add -> members.add(add);
            case Subcommand.RemoveMember remove -> members.remove(remove.id());
            case Subcommand.UpdateMember update -> members.update(update);
            case Subcommand.ClusterHealth health -> {
                return new ClusterHealth(cluster, terminal).check(health.forever());
            }
        }
        return ExitCode.OK;
    }

    private void debug(String line) {
        if (options.debug()) {
            terminal.complain(line);
        }
    }
}
