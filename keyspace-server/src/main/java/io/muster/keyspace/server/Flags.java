package io.muster.keyspace.server;

import io.muster.keyspace.server.Flag.Kind;
import io.muster.keyspace.server.Flag.Use;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Every flag of the server, in the order `--help` shows them: those of etcd 2.3.8, the ones it kept from 0.4, and two
/// that 3.4 needs to speak this protocol at all.
final class Flags {
    private static final Kind TEXT = new Kind.Text();
    private static final Kind SWITCH = new Kind.Switch();
    private static final Kind COUNT = new Kind.Count();
    private static final Kind URLS = new Kind.Urls();
    private static final Kind ADDRESS = new Kind.Address(false);

    private static final String PEERS_REMEDY = "name the founders with --initial-cluster, or use --compat=0.4";

    static final List<Flag> ALL = Stream.of(member(), clustering(), proxy(), security(), logging(), others(), bygone())
            .flatMap(List::stream)
            .toList();

    private static final FlagTable TABLE = FlagTable.of(ALL, Map.of(), Map.of());

    private Flags() {}

    /// The flags as that generation knows them.
    static FlagTable of(Dialect dialect) {
        return switch (dialect) {
            case V0_4 -> FirstFlags.TABLE;
            case V2_3, V3_4 -> TABLE;
        };
    }

    private static List<Flag> member() {
        return List.of(
                obeyed("name", TEXT, "default", "human-readable name of this member"),
                obeyed("data-dir", TEXT, "", "where the member keeps its data; default ${name}.etcd"),
                obeyed("wal-dir", TEXT, "", "a directory of its own for the log"),
                obeyed("snapshot-count", COUNT, "10000", "committed entries between two snapshots"),
                obeyed("heartbeat-interval", COUNT, "100", "milliseconds between two heartbeats"),
                obeyed("election-timeout", COUNT, "1000", "milliseconds without a leader before an election"),
                obeyed("listen-peer-urls", URLS, "http://localhost:2380,http://localhost:7001", "for members"),
                obeyed("listen-client-urls", URLS, "http://localhost:2379,http://localhost:4001", "for clients"),
                obeyed("max-snapshots", COUNT, "5", "snapshot files to keep, at least 2; 0 for all"),
                obeyed("max-wals", COUNT, "5", "log files to keep, more if they are needed; 0 for all"),
                obeyed("min-free-bytes", COUNT, "0", "writes are refused below; 0: as the next files need"),
                obeyed("cors", TEXT, "", "origins that browsers may come from, separated by commas"),
                obeyed("watch-history", COUNT, "1000", "events that a late watch can look back"),
                obeyed("max-request-bytes", COUNT, "16777216", "the largest request body that is read"),
                obeyed("max-header-bytes", COUNT, "1048576", "the largest head of a request that is read"),
                obeyed("max-body-bytes", COUNT, "0", "all request bodies together; 0: a 16th of the heap"),
                obeyed("max-connections", COUNT, "20000", "of clients; more are answered 503 and closed"),
                obeyed("max-watches", COUNT, "20000", "that wait; more are answered 503"),
                obeyed("max-pending-writes", COUNT, "10000", "that wait; more are answered 503"),
                obeyed("client-timeout", COUNT, "30000", "milliseconds that a client may dawdle until it is cut"));
    }

    private static List<Flag> clustering() {
        return List.of(
                obeyed(
                        "initial-advertise-peer-urls",
                        URLS,
                        "http://localhost:2380,http://localhost:7001",
                        "what the other members reach this one at"),
                obeyed("initial-cluster", TEXT, "", "founders as name=peer-url,...; default this member alone"),
                obeyed("initial-cluster-state", new Kind.Choice(List.of("new", "existing")), "new", "new or existing"),
                obeyed("initial-cluster-token", TEXT, "etcd-cluster", "sets this cluster apart from others"),
                obeyed(
                        "advertise-client-urls",
                        URLS,
                        "http://localhost:2379,http://localhost:4001",
                        "what clients are told to reach this member at"),
                obeyed("discovery", TEXT, "", "the discovery URL, token included, to found the cluster with"),
                obeyed("discovery-fallback", new Kind.Choice(List.of("exit", "proxy")), "proxy", "when it is full"),
                obeyed("discovery-proxy", TEXT, "", "HTTP proxy for the way to the discovery service"),
                obeyed("discovery-srv", TEXT, "", "the domain whose SRV records name the founders"),
                obeyed("strict-reconfig-check", SWITCH, "false", "refuse changes that would lose the quorum"),
                obeyed("force-new-cluster", SWITCH, "false", "begin a cluster of one from this member's data"));
    }

    private static List<Flag> proxy() {
        return List.of(
                obeyed("proxy", new Kind.Choice(List.of("off", "readonly", "on")), "off", "off, readonly or on"),
                obeyed("proxy-failure-wait", COUNT, "5000", "milliseconds an endpoint is left alone after a failure"),
                obeyed("proxy-refresh-interval", COUNT, "30000", "milliseconds between two looks at the members"),
                obeyed("proxy-dial-timeout", COUNT, "1000", "milliseconds to connect"),
                obeyed("proxy-write-timeout", COUNT, "5000", "milliseconds to write"),
                obeyed("proxy-read-timeout", COUNT, "0", "milliseconds to read, 0 for no limit"));
    }

    private static List<Flag> security() {
        return List.of(
                obeyed("ca-file", TEXT, "", "deprecated: trusted-ca-file with client-cert-auth"),
                obeyed("cert-file", TEXT, "", "certificate shown to clients"),
                obeyed("key-file", TEXT, "", "its key"),
                obeyed("client-cert-auth", SWITCH, "false", "demand a certificate from clients"),
                obeyed("trusted-ca-file", TEXT, "", "who may sign it"),
                obeyed("auto-tls", SWITCH, "false", "of 3.4: show clients a certificate made here, for trials"),
                obeyed("peer-ca-file", TEXT, "", "deprecated: peer-trusted-ca-file with peer-client-cert-auth"),
                obeyed("peer-cert-file", TEXT, "", "certificate shown to members"),
                obeyed("peer-key-file", TEXT, "", "its key"),
                obeyed("peer-client-cert-auth", SWITCH, "false", "demand a certificate from members"),
                obeyed("peer-trusted-ca-file", TEXT, "", "who may sign it"),
                obeyed("peer-auto-tls", SWITCH, "false", "of 3.4: the same for members, who then believe anybody"));
    }

    private static List<Flag> logging() {
        return List.of(
                obeyed("debug", SWITCH, "false", "log everything"),
                obeyed("log-package-levels", TEXT, "", "levels of single packages, such as etcdserver=WARNING"),
                accepted("logger", TEXT, "", "of 3.4; the log is written one way here"));
    }

    private static List<Flag> others() {
        return List.of(
                obeyed(
                        "compat",
                        new Kind.Choice(Dialect.words()),
                        "2.3",
                        "talk like etcd 0.4, 2.3 or 3.4 where they differ"),
                obeyed("version", SWITCH, "false", "print the version and exit"),
                accepted("enable-v2", SWITCH, "true", "of 3.4; this API is always on"),
                obeyed("enable-pprof", SWITCH, "false", "what the process is busy with, below /debug/pprof"),
                unused("experimental-v3demo", SWITCH, "false", "the API that etcd 3 was to have"),
                unused("experimental-gRPC-addr", TEXT, "127.0.0.1:2378", "and its address"),
                unused("experimental-auto-compaction-retention", COUNT, "0", "and its compaction, in hours"));
    }

    private static List<Flag> bygone() {
        List<Flag> spoken = List.of(
                obeyed("addr", ADDRESS, "", "of 0.4: host:port for advertise-client-urls"),
                obeyed("bind-addr", ADDRESS, "", "of 0.4: host:port for listen-client-urls"),
                obeyed("peer-addr", ADDRESS, "", "of 0.4: host:port for initial-advertise-peer-urls"),
                obeyed("peer-bind-addr", ADDRESS, "", "of 0.4: host:port for listen-peer-urls"),
                obeyed("peers", new Kind.Refused(false, PEERS_REMEDY), "", "of 0.4: refused without --compat=0.4"),
                obeyed(
                        "peers-file",
                        new Kind.Refused(false, PEERS_REMEDY),
                        "",
                        "of 0.4: refused without --compat=0.4"));
        Stream<Flag> passedOver = Stream.of(
                        "cluster-active-size",
                        "cluster-remove-delay",
                        "cluster-sync-interval",
                        "config",
                        "force",
                        "max-result-buffer",
                        "max-retry-attempts",
                        "peer-heartbeat-interval",
                        "peer-election-timeout",
                        "retry-interval",
                        "snapshot",
                        "v",
                        "vv")
                .map(name -> unused(name, new Kind.Bygone(), "", "of 0.4: passed over without --compat=0.4"));
        return Stream.concat(spoken.stream(), passedOver).toList();
    }

    private static Flag obeyed(String name, Kind kind, String preset, String about) {
        return new Flag(name, kind, preset, Use.OBEYED, about);
    }

    /// Asks for what is so anyway.
    private static Flag accepted(String name, Kind kind, String preset, String about) {
        return obeyed(name, kind, preset, about);
    }

    private static Flag unused(String name, Kind kind, String preset, String about) {
        return new Flag(name, kind, preset, Use.WITHOUT_EFFECT, about);
    }
}
