package io.muster.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A discovery server and the nodes that find each other through it, each a process of its own started through `bin/`.
public final class BootedCluster implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Image image;
    private final Path directory;
    private final Path userData;
    private final int discoveryPort;
    private final ServerProcess discovery;
    private final List<BootedNode> nodes = new ArrayList<>();

    private BootedCluster(Image image, Path directory, Path userData, int discoveryPort) {
        this.image = image;
        this.directory = directory;
        this.userData = userData;
        this.discoveryPort = discoveryPort;
        this.discovery = ServerProcess.start(
                "discovery",
                directory,
                Map.of(),
                List.of(
                        image.program("discovery-server").toString(),
                        "--addr",
                        "127.0.0.1:" + discoveryPort,
                        "--data-dir",
                        directory.resolve("discovery").toString()));
    }

    /// Starts the discovery server alone and waits until it says that it is well.
    ///
    /// @param userData the cloud-config file that every node boots from, `<token>` in it where a token belongs
    public static BootedCluster start(Image image, Path directory, Path userData, int discoveryPort) {
        BootedCluster cluster = new BootedCluster(image, directory, userData, discoveryPort);
        try {
            Eventually.await("the discovery server to answer", START_LIMIT, () -> {
                cluster.discovery.requireAlive();
                return cluster.discovery().get("/health").ok();
            });
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /// A client of the discovery server.
    public V2Client discovery() {
        return new V2Client("http://127.0.0.1:" + discoveryPort);
    }

    /// Asks for a token and returns its URL.
    public String newToken(int size) throws IOException {
        V2Client.Reply reply = discovery().get("/new?size=" + size);
        if (!reply.ok()) {
            throw new IllegalStateException("the discovery server gave no token: " + reply);
        }
        return reply.body();
    }

    /// Boots a node with four ports of its own, beginning at `portBase`. Does not wait for it.
    public BootedNode boot(String name, int portBase, String tokenUrl) {
        return bootAs(name, name, portBase, tokenUrl);
    }

    /// As [#boot], on a disk that is not called as the host is.
    public BootedNode bootAs(String hostname, String disk, int portBase, String tokenUrl) {
        BootedNode node = launch(hostname, directory.resolve(disk), portBase, tokenUrl);
        nodes.add(node);
        return node;
    }

    /// Boots a node again on what it had on its disk.
    public BootedNode reboot(BootedNode node, String tokenUrl) {
        BootedNode again = launch(node.name(), node.root(), node.portBase(), tokenUrl);
        nodes.set(nodes.indexOf(node), again);
        return again;
    }

    private BootedNode launch(String name, Path disk, int portBase, String tokenUrl) {
        ServerProcess process = ServerProcess.start(
                disk.getFileName().toString(),
                directory,
                Map.of(),
                List.of(
                        image.program("node-agent").toString(),
                        "up",
                        "--user-data",
                        userData.toString(),
                        "--root",
                        disk.toString(),
                        "--hostname",
                        name,
                        "--private-ipv4",
                        "127.0.0.1",
                        "--public-ipv4",
                        "127.0.0.1",
                        "--port-base",
                        String.valueOf(portBase),
                        "--discovery",
                        tokenUrl));
        return new BootedNode(name, portBase, disk, process);
    }

    public List<BootedNode> nodes() {
        return List.copyOf(nodes);
    }

    /// Waits until every node is healthy; a node that ended says why at once.
    public void awaitHealthy() {
        for (BootedNode node : nodes) {
            Eventually.await(node.name() + " to be healthy", START_LIMIT, () -> {
                node.process().requireAlive();
                return node.client().healthy();
            });
        }
    }

    /// The node that leads, once there is one.
    public BootedNode leader() {
        return Eventually.await("a leader", START_LIMIT, this::leadersNow, leaders -> leaders.size() == 1)
                .getFirst();
    }

    private List<BootedNode> leadersNow() throws IOException {
        List<BootedNode> leaders = new ArrayList<>();
        for (BootedNode node : nodes) {
            if (node.process().isAlive() && node.client().leads()) {
                leaders.add(node);
            }
        }
        return leaders;
    }

    @Override
    public void close() {
        nodes.parallelStream().forEach(node -> node.process().close());
        discovery.close();
    }
}
