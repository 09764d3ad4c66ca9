package io.muster.discovery.backend;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.Endpoint;
import io.muster.keyspace.server.bootstrap.InitialCluster;
import io.muster.keyspace.server.tls.TlsFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The flags about where tokens are kept. Those of a group of servers are named as etcd's are.
public final class StorageFlags {
    private static final String ETCD = "--etcd";
    private static final String ETCD_CA_FILE = "--etcd-ca-file";
    private static final String ETCD_CERT_FILE = "--etcd-cert-file";
    private static final String ETCD_KEY_FILE = "--etcd-key-file";
    private static final String DATA_DIR = "--data-dir";
    private static final String NAME = "--name";
    private static final String INITIAL_CLUSTER = "--initial-cluster";
    private static final String LISTEN_PEER_URLS = "--listen-peer-urls";

    // Sets these groups apart from clusters of etcd at the same addresses.
    private static final String CLUSTER_TOKEN = "muster-discovery";

    private final Function<String, Optional<String>> given;
    private final List<String> faults;

    /// Reads what was said, and complains into a list.
    ///
    /// @param given what was said about a flag, on the command line or in the environment
    /// @param faults takes each fault that is found
    public StorageFlags(Function<String, Optional<String>> given, List<String> faults) {
        this.given = given;
        this.faults = faults;
    }

    /// Adds them to a command line.
    public static void addTo(CommandSpec spec) {
        add(spec, "URL[,URL]", "members of the etcd to keep the tokens in (default: an embedded keyspace)", "-e", ETCD);
        add(spec, "FILE", "PEM authorities that may have signed its certificate", ETCD_CA_FILE);
        add(spec, "FILE", "PEM certificate to show it", ETCD_CERT_FILE);
        add(spec, "FILE", "PEM private key to that", ETCD_KEY_FILE);
        add(spec, "DIR", "where the embedded keyspace is kept (default discovery.data)", DATA_DIR);
        add(spec, "NAME=URL[,...]", "all servers that keep the tokens together, by name and peer URL", INITIAL_CLUSTER);
        add(spec, "NAME", "which of them this one is", NAME);
        add(spec, "URL[,URL]", "where it listens for the others (default: its own peer URL)", LISTEN_PEER_URLS);
    }

    /// What they say all together.
    ///
    /// @param url checks one address given with a flag, and complains where it is none
    public Storage storage(BiFunction<String, String, Optional<URI>> url) {
        List<URI> etcd = given.apply(ETCD).stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .flatMap(address -> url.apply(ETCD, address).stream())
                .toList();
        Path dataDir = Path.of(given.apply(DATA_DIR).orElse("discovery.data"));
        Optional<String> cluster = given.apply(INITIAL_CLUSTER);
        if (cluster.isEmpty()) {
            given.apply(NAME).ifPresent(name -> faults.add(NAME + "=" + name + " needs " + INITIAL_CLUSTER));
            return etcd.isEmpty() ? new Storage.Alone(dataDir) : new Storage.External(etcd, tls());
        }
        if (!etcd.isEmpty()) {
            faults.add(ETCD + " and " + INITIAL_CLUSTER + " exclude each other: tokens are kept in one place");
        }
        return grouped(dataDir, cluster.get());
    }

    private Optional<TlsFiles> tls() {
        Path certificate = file(ETCD_CERT_FILE);
        Path key = file(ETCD_KEY_FILE);
        Path authorities = file(ETCD_CA_FILE);
        if ((certificate == null) != (key == null)) {
            faults.add(ETCD_CERT_FILE + " and " + ETCD_KEY_FILE + " go together: give both or none");
            return Optional.empty();
        }
        return certificate == null && authorities == null
                ? Optional.empty()
                : Optional.of(new TlsFiles(certificate, key, authorities));
    }

    private @Nullable Path file(String flag) {
        return given.apply(flag).map(Path::of).orElse(null);
    }

    private Storage grouped(Path dataDir, String text) {
        String name = given.apply(NAME).orElse("");
        try {
            InitialCluster cluster = InitialCluster.parse(text, CLUSTER_TOKEN);
            Optional<MemberInfo> self = cluster.named(name);
            if (self.isPresent()) {
                String own = String.join(",", self.get().peerUrls());
                List<Endpoint> listen =
                        Endpoint.parseAll(given.apply(LISTEN_PEER_URLS).orElse(own));
                return new Storage.Grouped(dataDir, self.get(), cluster, listen);
            }
            faults.add(NAME + "=" + name + " is none of the servers of " + INITIAL_CLUSTER + "=" + text);
        } catch (IllegalArgumentException e) {
            faults.add(INITIAL_CLUSTER + ": " + e.getMessage());
        }
        return new Storage.Alone(dataDir);
    }

    private static void add(CommandSpec spec, String label, String description, String... names) {
        spec.addOption(OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length))
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build());
    }
}
