package io.muster.bench.discovery;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.RealEtcd;
import io.muster.bench.ServerProcess;
import io.muster.bench.StaticCluster;
import io.muster.bench.V2Client;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A running discovery service: ours, or the original in front of its etcd.
///
/// @param store what else runs for it
record Service(String name, ServerProcess process, V2Client client, Optional<StaticCluster> store)
        implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int ASKED_AT_ONCE = 64;

    /// @param javaOptions of its JVM
    static Service ours(Path directory, String javaOptions) {
        int port = Ports.free(1);
        return started(
                "muster",
                directory,
                port,
                Map.of("MUSTER_JAVA_OPTS", javaOptions),
                List.of(
                        Image.current().program("discovery-server").toString(),
                        "--addr",
                        "127.0.0.1:" + port,
                        "--rate-limit",
                        "0",
                        "--max-open-requests",
                        "0",
                        "--data-dir",
                        directory.resolve("data").toString()),
                Optional.empty());
    }

    /// Debian's `etcd-discovery` in front of one real etcd; empty where either is missing.
    static Optional<Service> original(Path directory) {
        Optional<RealEtcd> etcd = RealEtcd.find();
        Optional<Path> program = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "discovery.etcd.io"))
                .filter(Files::isExecutable)
                .findFirst();
        if (etcd.isEmpty() || program.isEmpty()) {
            return Optional.empty();
        }
        StaticCluster store = StaticCluster.start(etcd.get().command(), directory.resolve("etcd"), 1);
        int port = Ports.free(1);
        String address = "127.0.0.1:" + port;
        return Optional.of(started(
                "etcd-discovery, etcd " + etcd.get().version(),
                directory,
                port,
                Map.of(),
                List.of(
                        program.get().toString(),
                        "--addr=" + address,
                        "--host=http://" + address,
                        "--etcd=" + store.client(0).base()),
                Optional.of(store)));
    }

    /// Asks for many tokens; only their names.
    List<String> tokens(int count) {
        return IntStream.range(0, count)
                .boxed()
                .gather(Gatherers.mapConcurrent(ASKED_AT_ONCE, _ -> token()))
                .toList();
    }

    /// Registers a first member at each token.
    void register(List<String> tokens) {
        List<V2Client.Reply> refused = tokens.stream()
                .gather(Gatherers.mapConcurrent(ASKED_AT_ONCE, this::register))
                .filter(reply -> !reply.ok())
                .toList();
        if (!refused.isEmpty()) {
            throw new IllegalStateException(
                    name + " refused " + refused.size() + " registrations: " + refused.getFirst());
        }
    }

    private String token() {
        try {
            V2Client.Reply url = client.get("/new?size=3");
            if (!url.ok()) {
                throw new IllegalStateException(name + " gave out no token: " + url);
            }
            return url.body().substring(url.body().lastIndexOf('/') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " gave out no token", e);
        }
    }

    private V2Client.Reply register(String token) {
        try {
            return client.put("/" + token + "/a1?prevExist=false", "n1=http://10.0.0.1:2380");
        } catch (IOException e) {
            throw new UncheckedIOException(name + " took no registration", e);
        }
    }

    @Override
    public void close() {
        process.close();
        store.ifPresent(StaticCluster::close);
    }

    private static Service started(
            String name,
            Path directory,
            int port,
            Map<String, String> variables,
            List<String> command,
            Optional<StaticCluster> store) {
        V2Client client = new V2Client("http://127.0.0.1:" + port);
        ServerProcess process = ServerProcess.start("discovery", directory, variables, command);
        Service service = new Service(name, process, client, store);
        try {
            Eventually.await(name, START_LIMIT, () -> {
                process.requireAlive();
                return client.get("/health").ok();
            });
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }
}
