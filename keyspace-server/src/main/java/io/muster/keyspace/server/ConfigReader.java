package io.muster.keyspace.server;

import io.muster.keyspace.server.ServerConfig.Founding;
import io.muster.keyspace.server.ServerConfig.Standing;
import io.muster.keyspace.server.http.ClientLimits;
import io.muster.keyspace.server.http.ClientSettings;
import io.muster.keyspace.server.log.Retention;
import io.muster.keyspace.server.proxy.ProxySettings;
import io.muster.keyspace.server.tls.TlsSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes a [ServerConfig] of flag values: fills in the defaults that depend on other flags and looks for values that
/// contradict each other. It goes on after a fault, so that all are told at once.
final class ConfigReader {
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
        String name = name();
        Addresses addresses = Addresses.of(values, faults::add);
        if (values.isGiven("listen-client-urls")
                && !values.isGiven("advertise-client-urls")
                && !values.isGiven("addr")
                && standing() == Standing.MEMBER) {
            faults.add(verifying("--advertise-client-urls is required when --listen-client-urls is set explicitly"));
            faults.add("When listening on specific address(es), this etcd process must advertise accessible url(s) to"
                    + " each connected client.");
        }
        Optional<Founding> founding =
                new FoundingFlags(values, name, texts(addresses.advertisePeers()), faults::add).read();
        Optional<Path> dataDir = path("data-dir", name + ".etcd");
        Optional<Path> walDir = values.text("wal-dir").isEmpty() ? Optional.empty() : path("wal-dir", "");
        Times times = Times.of(values, faults::add);
        int snapshotCount = orPreset("snapshot-count");
        Retention retention = new Retention(values.count("max-snapshots"), values.count("max-wals"));
        int watchHistory = watchHistory();
        ClientSettings clients = new ClientSettings(
                values.dialect(), orPreset("max-request-bytes"), corsOrigins(), limits(), values.isOn("enable-pprof"));
        PackageLevels.Reading logLevels = PackageLevels.read(values.text("log-package-levels"));
        logLevels.warnings().forEach(values::warn);
        if (standing() != Standing.PROXY) {
            refuseSharedPorts(addresses);
        }
        SecurityFlags security = new SecurityFlags(values, faults);
        TlsSettings clientTls = security.clients(addresses.listenClients());
        TlsSettings peerTls = security.peers(standing() == Standing.PROXY ? List.of() : addresses.listenPeers());

        refuseIfFaulty();
        return new ServerConfig(
                name,
                dataDir.orElseThrow(),
                walDir.orElse(null),
                addresses.listenClients(),
                texts(addresses.advertiseClients()),
                addresses.listenPeers(),
                texts(addresses.advertisePeers()),
                founding.orElseThrow(),
                isJoining(),
                values.isOn("force-new-cluster"),
                values.isOn("strict-reconfig-check"),
                times.heartbeat(),
                times.election(),
                snapshotCount,
                retention,
                values.count("min-free-bytes"),
                clients,
                watchHistory,
                isTalkative(),
                logLevels.levels(),
                clientTls,
                peerTls,
                standing(),
                proxy(),
                values.notices(),
                values.warnings());
    }

    private void refuseSharedPorts(Addresses addresses) {
        for (Endpoint client : addresses.listenClients()) {
            addresses.listenPeers().stream()
                    .filter(client::overlaps)
                    .forEach(peer -> faults.add("clients and members cannot share a port: --listen-client-urls has "
                            + client + " and --listen-peer-urls has " + peer + "; give each a port of their own"));
        }
    }

    private void refuseIfFaulty() throws StartFailure {
        List<String> usage = values.usageFaults();
        List<String> all =
                Stream.of(usage, values.faults(), faults).flatMap(List::stream).toList();
        if (!usage.isEmpty()) {
            throw new StartFailure(
                    StartFailure.USAGE,
                    Stream.concat(all.stream(), Stream.of(Usage.LINES)).toList());
        }
        if (!all.isEmpty()) {
            throw new StartFailure(StartFailure.REFUSED, all);
        }
    }

    /// What is wrong, as etcd says it when it looks at its flags.
    static String verifying(String fault) {
        return "error verifying flags, " + fault + ". See 'etcd --help'.";
    }

    private Standing standing() {
        if (!values.text("proxy").equals("off")) {
            return Standing.PROXY;
        }
        return values.isGiven("discovery") && values.text("discovery-fallback").equals("proxy")
                ? Standing.MEMBER_ELSE_PROXY
                : Standing.MEMBER;
    }

    private ProxySettings proxy() {
        return new ProxySettings(
                values.text("proxy").equals("readonly"),
                Duration.ofMillis(values.count("proxy-failure-wait")),
                Duration.ofMillis(values.count("proxy-refresh-interval")),
                Duration.ofMillis(values.count("proxy-dial-timeout")),
                Duration.ofMillis(values.count("proxy-write-timeout")),
                Duration.ofMillis(values.count("proxy-read-timeout")));
    }

    private boolean isJoining() {
        return values.text("initial-cluster-state").equals("existing");
    }

    // The first generation's members are called as their hosts.
    private String name() {
        if (values.dialect() != Dialect.V0_4 || values.isGiven("name")) {
            return values.text("name");
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            faults.add("the host has no name to call this member by; use --name");
            return values.text("name");
        }
    }

    private boolean isTalkative() {
        boolean first = values.dialect() == Dialect.V0_4;
        return values.isOn("debug") || (first && Stream.of("v", "vv", "vvv").anyMatch(values::isOn));
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

    private ClientLimits limits() {
        int bodyBytes = values.count("max-body-bytes");
        return new ClientLimits(
                orPreset("max-connections"),
                orPreset("max-watches"),
                orPreset("max-pending-writes"),
                bodyBytes > 0 ? bodyBytes : ClientLimits.bodyBytesOfHeap(),
                orPreset("max-header-bytes"),
                Duration.ofMillis(orPreset("client-timeout")));
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
}
