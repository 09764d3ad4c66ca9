package io.muster.keyspace.server;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.ServerConfig.Founding;
import io.muster.keyspace.server.bootstrap.InitialCluster;
import io.muster.keyspace.server.bootstrap.PeerUrl;
import io.muster.keyspace.server.peer.FirstConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The flags that say how a member without data learns who founds its cluster.
final class FoundingFlags {
    private final FlagValues values;
    private final String name;
    private final List<String> peerUrls;
    private final Consumer<String> faults;

    /// @param peerUrls what the other members are told
    /// @param faults told of what contradicts each other
    FoundingFlags(FlagValues values, String name, List<String> peerUrls, Consumer<String> faults) {
        this.values = values;
        this.name = name;
        this.peerUrls = peerUrls;
        this.faults = faults;
    }

    /// Empty when there was a fault.
    Optional<Founding> read() {
        long ways = Stream.of("initial-cluster", "discovery", "discovery-srv")
                .filter(values::isGiven)
                .count();
        if (ways > 1) {
            faults.accept(ConfigReader.verifying("multiple discovery or bootstrap flags are set. Choose one of"
                    + " \"initial-cluster\", \"discovery\" or \"discovery-srv\""));
            return Optional.empty();
        }
        if (values.dialect() == Dialect.V0_4
                && !values.isGiven("initial-cluster")
                && !values.isGiven("discovery-srv")) {
            return first();
        }
        if (values.isGiven("discovery-srv")) {
            return alone().map(self ->
                    new Founding.Recorded(values.text("discovery-srv"), values.text("initial-cluster-token"), self));
        }
        return values.isGiven("discovery") ? discovered() : listed();
    }

    private Optional<Founding> discovered() {
        if (values.text("initial-cluster-state").equals("existing")) {
            faults.accept("discovery URL should not be set when joining existing initial cluster");
        }
        return discoveryUrl().map(url -> new Founding.Discovered(url, emptyAsNull(values.text("discovery-proxy"))));
    }

    private Optional<String> discoveryUrl() {
        String url = values.text("discovery");
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            faults.accept("--discovery=" + url + " is not a URL; ask a discovery service for one with /new?size=N");
            return Optional.empty();
        }
        return Optional.of(url);
    }

    private Optional<Founding> first() {
        Optional<String> discovery = values.isGiven("discovery") ? discoveryUrl() : Optional.empty();
        List<String> peers = peers();
        for (String peer : peers) {
            Endpoint.faultInAddress(peer, false)
                    .ifPresent(fault -> faults.accept("--peers has '" + peer + "': " + fault));
        }
        Duration pause = Duration.ofMillis(Math.round(values.seconds("retry-interval") * 1000));
        return alone().map(self -> new Founding.First(
                discovery.orElse(null), peers, values.count("max-retry-attempts"), pause, self, firstConfig()));
    }

    private @Nullable FirstConfig firstConfig() {
        boolean given = Stream.of("cluster-active-size", "cluster-remove-delay", "cluster-sync-interval")
                .anyMatch(values::isGiven);
        return given
                ? new FirstConfig(
                        values.count("cluster-active-size"),
                        values.seconds("cluster-remove-delay"),
                        values.seconds("cluster-sync-interval"))
                : null;
    }

    private List<String> peers() {
        if (values.isGiven("peers")) {
            return addresses(values.text("peers"));
        }
        String file = values.text("peers-file");
        try {
            return file.isEmpty() ? List.of() : addresses(Files.readString(Path.of(file)));
        } catch (IOException | InvalidPathException e) {
            faults.accept("--peers-file=" + file + " cannot be read: " + e);
            return List.of();
        }
    }

    private static List<String> addresses(String text) {
        return Arrays.stream(text.split("[,\\s]+", -1))
                .map(address -> address.replaceFirst("^https?://", ""))
                .filter(address -> !address.isEmpty())
                .toList();
    }

    private Optional<Founding> listed() {
        if (!values.isGiven("initial-cluster")) {
            return alone().map(Founding.Alone::new);
        }
        try {
            InitialCluster cluster =
                    InitialCluster.parse(values.text("initial-cluster"), values.text("initial-cluster-token"));
            if (!values.text("proxy").equals("off")) {
                // A proxy only has to know where the members are.
                return Optional.of(new Founding.Listed(cluster));
            }
            Optional<MemberInfo> self = cluster.named(name);
            if (self.isEmpty()) {
                faults.accept("couldn't find local name \"" + name + "\" in the initial cluster configuration"
                        + "; --initial-cluster is " + cluster.format());
            } else if (!isSame(self.get().peerUrls(), peerUrls)) {
                faults.accept("--initial-cluster must include " + format(name, peerUrls)
                        + " given --initial-advertise-peer-urls=" + String.join(",", peerUrls));
            }
            return Optional.of(new Founding.Listed(cluster));
        } catch (IllegalArgumentException e) {
            faults.accept("error setting up initial cluster: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<InitialCluster> alone() {
        try {
            return Optional.of(new InitialCluster(
                    List.of(InitialCluster.member(name, peerUrls, values.text("initial-cluster-token")))));
        } catch (IllegalArgumentException e) {
            faults.accept("error setting up initial cluster: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static String format(String name, List<String> urls) {
        return String.join(",", urls.stream().map(url -> name + "=" + url).toList());
    }

    // As etcd does, this looks at what the names stand for when the spelling differs.
    private static boolean isSame(List<String> listed, List<String> advertised) {
        return listed.equals(advertised) || resolved(listed).equals(resolved(advertised));
    }

    private static List<String> resolved(List<String> urls) {
        return urls.stream().map(PeerUrl::resolved).sorted().toList();
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
