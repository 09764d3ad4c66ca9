package io.muster.keyspace.server;

import io.muster.keyspace.server.Flag.Kind;
import io.muster.keyspace.server.Flag.Use;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What `--compat=0.4` makes of the flags: those that etcd 2.3 passes over or refuses mean again what they meant, and
/// the short ones are back. Source: `configuration.md` of etcd 0.4.
final class FirstFlags {
    private static final Kind TEXT = new Kind.Text();
    private static final Kind SWITCH = new Kind.Switch();
    private static final Kind COUNT = new Kind.Count();
    private static final Kind SECONDS = new Kind.Seconds();

    static final FlagTable TABLE = FlagTable.of(
            Stream.concat(Flags.ALL.stream(), own().stream()).toList(),
            Map.ofEntries(
                    Map.entry("C", "peers"),
                    Map.entry("CF", "peers-file"),
                    Map.entry("n", "name"),
                    Map.entry("c", "addr"),
                    Map.entry("cl", "bind-addr"),
                    Map.entry("s", "peer-addr"),
                    Map.entry("sl", "peer-bind-addr"),
                    Map.entry("d", "data-dir"),
                    Map.entry("f", "force"),
                    Map.entry("m", "max-result-buffer"),
                    Map.entry("r", "max-retry-attempts"),
                    Map.entry("snapshotCount", "snapshot-count"),
                    Map.entry("serverCAFile", "peer-ca-file"),
                    Map.entry("serverCert", "peer-cert-file"),
                    Map.entry("serverKey", "peer-key-file"),
                    Map.entry("clientCAFile", "ca-file"),
                    Map.entry("clientCert", "cert-file"),
                    Map.entry("clientKey", "key-file")),
            Map.of(
                    "ETCD_SNAPSHOTCOUNT", "snapshot-count",
                    "ETCD_VERBOSE", "v",
                    "ETCD_VERY_VERBOSE", "vv",
                    "ETCD_VERY_VERY_VERBOSE", "vvv"));

    private FirstFlags() {}

    private static List<Flag> own() {
        return List.of(
                obeyed("addr", new Kind.Address(false), "127.0.0.1:4001", "host:port that clients are told"),
                obeyed("bind-addr", new Kind.Address(true), "", "host or host:port to listen at for clients"),
                obeyed("peer-addr", new Kind.Address(false), "127.0.0.1:7001", "host:port that members are told"),
                obeyed("peer-bind-addr", new Kind.Address(true), "", "host or host:port to listen at for members"),
                obeyed("peers", TEXT, "", "host:port of members to join, separated by commas"),
                obeyed("peers-file", TEXT, "", "a file with such a list"),
                obeyed("config", TEXT, "", "a TOML file with options; /etc/etcd/etcd.conf is read before it"),
                obeyed("cluster-active-size", COUNT, "9", "how many machines may take part"),
                obeyed("cluster-remove-delay", SECONDS, "1800", "seconds of silence before a machine is removed"),
                obeyed("cluster-sync-interval", SECONDS, "5", "seconds between two looks of a standby"),
                obeyed("max-retry-attempts", COUNT, "3", "rounds of trying to join"),
                obeyed("retry-interval", SECONDS, "3", "seconds between two rounds"),
                obeyed("peer-heartbeat-interval", COUNT, "100", "milliseconds between two heartbeats"),
                obeyed("peer-election-timeout", COUNT, "1000", "milliseconds without a leader before an election"),
                obeyed(
                        "force",
                        new Kind.Refused(true, "remove the data directory yourself if you mean it"),
                        "",
                        "refused: it would remove the data"),
                obeyed("v", SWITCH, "false", "log more"),
                obeyed("vv", SWITCH, "false", "log everything"),
                obeyed("vvv", SWITCH, "false", "log everything"),
                unused("max-result-buffer", COUNT, "1024"),
                unused("snapshot", SWITCH, "true"),
                unused("http-read-timeout", SECONDS, "10"),
                unused("http-write-timeout", SECONDS, "10"),
                unused("cpuprofile", TEXT, ""),
                unused("trace", TEXT, ""),
                unused("graphite-host", TEXT, ""));
    }

    private static Flag obeyed(String name, Kind kind, String preset, String about) {
        return new Flag(name, kind, preset, Use.OBEYED, about);
    }

    private static Flag unused(String name, Kind kind, String preset) {
        return new Flag(name, kind, preset, Use.WITHOUT_EFFECT, "passed over");
    }
}
