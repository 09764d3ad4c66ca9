package io.muster.etcdctl;

import io.muster.etcdctl.Arguments.BadFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `ETCDCTL_API=3`: of that generation's commands there is `snapshot`, for the snapshots of our own servers. Its
/// options stand anywhere in the line.
final class ThirdApi {
    private static final Flag ENDPOINTS =
            Flag.text("endpoints", "URL of the one member to ask").presetTo("127.0.0.1:2379");
    private static final Flag WRITE_OUT = Flag.text("write-out", "format of status: simple, json, table or fields")
            .or("w")
            .presetTo("simple");
    private static final Flag USER = Flag.text("user", "user:password; without the password it is asked for");
    private static final Flag CERT = Flag.text("cert", "PEM certificate to show to HTTPS servers");
    private static final Flag KEY = Flag.text("key", "its private key, PEM PKCS #8");
    private static final Flag CA_CERT = Flag.text("cacert", "PEM certificates that may sign those of HTTPS servers");
    private static final Flag DIAL_TIMEOUT = Flag.duration("dial-timeout", "2s", "how long connecting may take");
    private static final Flag DATA_DIR = Flag.text("data-dir", "restore: directory to make; NAME.etcd unless given");
    private static final Flag WAL_DIR = Flag.text("wal-dir", "restore: where the log goes, if elsewhere");
    private static final Flag NAME =
            Flag.text("name", "restore: the member's name").presetTo("default");
    private static final Flag CLUSTER = Flag.text("initial-cluster", "restore: all members of the new cluster")
            .presetTo("default=http://localhost:2380");
    private static final Flag TOKEN = Flag.text("initial-cluster-token", "restore: sets the new cluster apart")
            .presetTo("etcd-cluster");
    private static final Flag PEER_URLS = Flag.text("initial-advertise-peer-urls", "restore: the member's own")
            .presetTo("http://localhost:2380");
    private static final List<Flag> FLAGS = List.of(
            ENDPOINTS,
            WRITE_OUT,
            USER,
            CERT,
            KEY,
            CA_CERT,
            DIAL_TIMEOUT,
            DATA_DIR,
            WAL_DIR,
            NAME,
            CLUSTER,
            TOKEN,
            PEER_URLS,
            Globals.HELP);

    private final Map<String, String> env;
    private final Terminal terminal;

    ThirdApi(Map<String, String> env, Terminal terminal) {
        this.env = env;
        this.terminal = terminal;
    }

    ExitCode perform(List<String> args) throws Stop, InterruptedException {
        Arguments line;
        try {
            line = Arguments.everywhere(FLAGS, args);
        } catch (BadFlag e) {
            throw new Stop(ExitCode.BAD_USAGE, "Error: " + e.getMessage());
        }
        List<String> words = line.words();
        if (line.on(Globals.HELP) || words.isEmpty() || words.equals(List.of("snapshot"))) {
            terminal.out().print(help());
            return ExitCode.OK;
        }
        if (!words.getFirst().equals("snapshot")) {
            throw new Stop(
                    ExitCode.BAD_USAGE,
                    "Error: unknown command \"" + words.getFirst()
                            + "\" for ETCDCTL_API=3: it has snapshot save, status"
                            + " and restore only; set ETCDCTL_API=2 for the v2 keyspace");
        }
        if (words.size() != 3) {
            throw new Stop(
                    ExitCode.BAD_USAGE,
                    "Error: snapshot " + words.get(1) + " expects one argument: the snapshot's file");
        }
        String file = words.get(2);
        return switch (words.get(1)) {
            case "save" -> Snapshots.save(cluster(line), file, terminal);
            case "status" -> Snapshots.status(file, line.text(WRITE_OUT), terminal);
            case "restore" -> restore(line, file);
            default ->
                throw new Stop(
                        ExitCode.BAD_USAGE,
                        "Error: unknown command \"" + words.get(1) + "\" for snapshot: it has save, status, restore");
        };
    }

    private ExitCode restore(Arguments line, String file) throws Stop {
        String dataDir = line.text(DATA_DIR).isEmpty() ? line.text(NAME) + ".etcd" : line.text(DATA_DIR);
        return Snapshots.restore(
                file,
                line.text(NAME),
                line.text(CLUSTER),
                line.text(TOKEN),
                List.of(line.text(PEER_URLS).split(",", -1)),
                DataDirs.Place.of(dataDir, line.text(WAL_DIR)),
                terminal);
    }

    private Cluster cluster(Arguments line) throws Stop {
        String given = either(line, ENDPOINTS);
        if (given.indexOf(',') >= 0) {
            throw new Stop(
                    ExitCode.BAD_USAGE,
                    "Error: snapshot must be requested to one selected node, not multiple [" + given.replace(',', ' ')
                            + "]");
        }
        TlsFiles tls;
        List<Endpoint> endpoints = new ArrayList<>();
        try {
            tls = new TlsFiles(either(line, CERT), either(line, KEY), either(line, CA_CERT));
            boolean secure =
                    !either(line, CERT).isEmpty() || !either(line, CA_CERT).isEmpty();
            endpoints.add(Endpoint.parse(given.contains("://") ? given : (secure ? "https://" : "http://") + given));
        } catch (IllegalArgumentException e) {
            throw new Stop(ExitCode.BAD_USAGE, "Error: " + e.getMessage());
        }
        return new Cluster(
                endpoints,
                new Dialer(line.duration(DIAL_TIMEOUT), tls),
                line.duration(DIAL_TIMEOUT),
                Globals.who(either(line, USER)),
                Cluster.Trace.NONE);
    }

    // the preset counts least
    private String either(Arguments line, Flag flag) {
        String variable = "ETCDCTL_" + flag.name().replace('-', '_').toUpperCase(Locale.ROOT);
        String given = line.text(flag);
        return given.equals(flag.preset()) ? env.getOrDefault(variable, given) : given;
    }

    private static String help() {
        return "etcdctl with ETCDCTL_API=3 keeps and restores snapshots of our own servers.\n\n"
                + "Usage:\n   etcdctl snapshot save <file> [options]     all that is in the cluster, checked\n"
                + "   etcdctl snapshot status <file> [options]   what a snapshot holds\n"
                + "   etcdctl snapshot restore <file> [options]  a data directory for a new cluster's member\n\n"
                + "Options:\n" + Help.flags(FLAGS);
    }
}
