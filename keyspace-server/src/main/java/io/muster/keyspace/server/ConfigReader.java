package io.muster.keyspace.server;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.ServerConfig.Founding;
import io.muster.keyspace.server.bootstrap.InitialCluster;
import io.muster.keyspace.server.log.Retention;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes a [ServerConfig] of flag values: fills in the defaults that depend on other flags and looks for values that
/// contradict each other. It goes on after a fault, so that all are told at once.
final class ConfigReader {
    private static final Duration ELECTION_MAX = Duration.ofSeconds(50);
    private static final int HEARTBEATS_PER_ELECTION_MIN = 5;

    // Events are held in memory and carried by every snapshot.
    private static final int WATCH_HISTORY_MAX = 1_000_000;
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/,\\s]+");

    private final FlagValues values;
    private final List<String> faults = new ArrayList<>();

    ConfigReader(FlagValues values) {
        this.values = values;
    }

    /// @throws StartFailure naming every fault at once
    ServerConfig read() throws StartFailure {
        String name = values.text("name");
        List<Endpoint> listenPeers = listen("listen-peer-urls", "peer-bind-addr", "peer-addr");
        List<Endpoint> advertisePeers = advertise("initial-advertise-peer-urls", "peer-addr");
        List<Endpoint> listenClients = listen("listen-client-urls", "bind-addr", "addr");
        List<Endpoint> advertiseClients = advertise("advertise-client-urls", "addr");
        refuseWhatIsNotBuilt(listenPeers, advertisePeers, listenClients);
        if (values.isGiven("listen-client-urls")
                && !values.isGiven("advertise-client-urls")
                && !values.isGiven("addr")
                && !mayFallBackToProxy()) {
            faults.add("--listen-client-urls is set without --advertise-client-urls; set that, too, so that clients"
                    + " can be told where to come");
        }
        Optional<Founding> founding = founding(name, texts(advertisePeers));
        Optional<Path> dataDir = path("data-dir", name + ".etcd");
        Optional<Path> walDir = values.text("wal-dir").isEmpty() ? Optional.empty() : path("wal-dir", "");
        Duration heartbeat = Duration.ofMillis(values.count("heartbeat-interval"));
        Duration election = Duration.ofMillis(values.count("election-timeout"));
        checkTimes(heartbeat, election);
        int snapshotCount = orPreset("snapshot-count");
        Retention retention = new Retention(values.count("max-snapshots"), values.count("max-wals"));
        int maxRequestBytes = orPreset("max-request-bytes");
        int watchHistory = watchHistory();
        List<String> corsOrigins = corsOrigins();

        refuseIfFaulty();
        return new ServerConfig(
                name,
                dataDir.orElseThrow(),
                walDir.orElse(null),
                listenClients,
                texts(advertiseClients),
                listenPeers,
                texts(advertisePeers),
                founding.orElseThrow(),
                isJoining(),
                values.isOn("force-new-cluster"),
                values.isOn("strict-reconfig-check"),
                heartbeat,
                election,
                snapshotCount,
                retention,
                values.count("min-free-bytes"),
                maxRequestBytes,
                Dialect.of(values.text("compat")),
                corsOrigins,
                watchHistory,
                values.isOn("debug"),
                values.warnings());
    }

    private void refuseIfFaulty() throws StartFailure {
        List<String> usage = values.usageFaults();
        List<String> all =
                Stream.of(usage, values.faults(), faults).flatMap(List::stream).toList();
        if (!usage.isEmpty()) {
            throw new StartFailure(
                    StartFailure.USAGE,
                    Stream.concat(all.stream(), Stream.of(Usage.LINE)).toList());
        }
        if (!all.isEmpty()) {
            throw new StartFailure(StartFailure.REFUSED, all);
        }
    }

    /// What the first generation called `bind-addr`; without it, `addr` says the port and every address listens.
    private List<Endpoint> listen(String urls, String bindAddress, String address) {
        if (values.isGiven(bindAddress)) {
            if (values.isGiven(urls)) {
                faults.add("--" + urls + " and --" + bindAddress + " are both set; keep only the first");
            }
            return List.of(Endpoint.parse("http://" + values.text(bindAddress)));
        }
        if (values.isGiven(address) && !values.isGiven(urls)) {
            int port = Endpoint.parse("http://" + values.text(address)).port();
            return List.of(Endpoint.parse("http://:" + port));
        }
        return Endpoint.parseAll(values.text(urls));
    }

    private List<Endpoint> advertise(String urls, String address) {
        if (values.isGiven(address)) {
            if (values.isGiven(urls)) {
                faults.add("--" + urls + " and --" + address + " are both set; keep only the first");
            }
            return List.of(Endpoint.parse("http://" + values.text(address)));
        }
        return Endpoint.parseAll(values.text(urls));
    }

    // Better no server than one that serves in the clear, or alone, where it was told otherwise.
    private void refuseWhatIsNotBuilt(List<Endpoint> peers, List<Endpoint> advertised, List<Endpoint> clients) {
        String secure = Stream.of(peers, advertised, clients)
                .flatMap(List::stream)
                .filter(Endpoint::secure)
                .map(Endpoint::text)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!secure.isEmpty()) {
            faults.add("https is not supported yet (" + secure + "); use http");
        }
        if (!values.text("proxy").equals("off")) {
            faults.add("--proxy=" + values.text("proxy") + " is not supported yet; leave it away");
        }
        if (values.isGiven("discovery-srv")) {
            faults.add("--discovery-srv=" + values.text("discovery-srv")
                    + " is not supported yet; name the founders with --initial-cluster");
        }
    }

    private boolean mayFallBackToProxy() {
        return values.isGiven("discovery") && values.text("discovery-fallback").equals("proxy");
    }

    private Optional<Founding> founding(String name, List<String> peerUrls) {
        String ways = Stream.of("initial-cluster", "discovery", "discovery-srv")
                .filter(values::isGiven)
                .map(flag -> "--" + flag)
                .collect(Collectors.joining(" and "));
        if (ways.contains(" and ")) {
            faults.add(ways + " are both set; choose one of --initial-cluster, --discovery and --discovery-srv");
            return Optional.empty();
        }
        return values.isGiven("discovery") ? discovered() : listed(name, peerUrls);
    }

    private boolean isJoining() {
        return values.text("initial-cluster-state").equals("existing");
    }

    private Optional<Founding> discovered() {
        String url = values.text("discovery");
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            faults.add("--discovery=" + url + " is not a URL; ask a discovery service for one with /new?size=N");
            return Optional.empty();
        }
        return Optional.of(new Founding.Discovered(url, emptyAsNull(values.text("discovery-proxy"))));
    }

    private Optional<Founding> listed(String name, List<String> peerUrls) {
        String token = values.text("initial-cluster-token");
        try {
            if (!values.isGiven("initial-cluster")) {
                return Optional.of(
                        new Founding.Alone(new InitialCluster(List.of(InitialCluster.member(name, peerUrls, token)))));
            }
            InitialCluster cluster = InitialCluster.parse(values.text("initial-cluster"), token);
            Optional<MemberInfo> self = cluster.named(name);
            if (self.isEmpty()) {
                faults.add("--name=" + name + " does not occur in --initial-cluster=" + cluster.format()
                        + "; add it there or use one of its names");
            } else if (!self.get().peerUrls().equals(peerUrls)) {
                faults.add("--initial-cluster has " + InitialCluster.format(self.get()) + " but"
                        + " --initial-advertise-peer-urls=" + String.join(",", peerUrls) + "; make them agree");
            }
            return Optional.of(new Founding.Listed(cluster));
        } catch (IllegalArgumentException e) {
            faults.add("--initial-cluster: " + e.getMessage());
            return Optional.empty();
        }
    }

    // In the original's words, which people look for.
    private void checkTimes(Duration heartbeat, Duration election) {
        if (heartbeat.isZero()) {
            faults.add("--heartbeat-interval must be >0 (set to 0ms)");
        }
        if (election.isZero()) {
            faults.add("--election-timeout must be >0 (set to 0ms)");
        }
        if (heartbeat.multipliedBy(HEARTBEATS_PER_ELECTION_MIN).compareTo(election) > 0) {
            faults.add("--election-timeout[" + election.toMillis() + "ms] should be at least as "
                    + HEARTBEATS_PER_ELECTION_MIN + " times as --heartbeat-interval[" + heartbeat.toMillis() + "ms]");
        }
        if (election.compareTo(ELECTION_MAX) > 0) {
            faults.add("--election-timeout[" + election.toMillis() + "ms] is too long, and should be set less than "
                    + ELECTION_MAX.toMillis() + "ms");
        }
    }

    /// A count for which 0 stands for the default, as in etcd.
    private int orPreset(String name) {
        int count = values.count(name);
        return count > 0 ? count : Integer.parseInt(values.preset(name));
    }

    private int watchHistory() {
        int events = orPreset("watch-history");
        if (events > WATCH_HISTORY_MAX) {
            faults.add("--watch-history=" + events + " is more than a member keeps; use at most " + WATCH_HISTORY_MAX);
        }
        return events;
    }

    private List<String> corsOrigins() {
        String text = values.text("cors");
        List<String> origins = text.isEmpty() ? List.of() : List.of(text.split(",", -1));
        for (String origin : origins) {
            if (!origin.equals("*") && !ORIGIN.matcher(origin).matches()) {
                faults.add("--cors has '" + origin + "', which is no origin; write http://host:port, or * for all");
            }
        }
        return origins;
    }

    private Optional<Path> path(String name, String preset) {
        String text = values.text(name).isEmpty() ? preset : values.text(name);
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            faults.add("--" + name + "=" + text + " is not a path: " + e.getReason());
            return Optional.empty();
        }
    }

    private static List<String> texts(List<Endpoint> endpoints) {
        return endpoints.stream().map(Endpoint::text).toList();
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
