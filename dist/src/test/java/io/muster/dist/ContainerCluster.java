package io.muster.dist;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network.Ipam;
import com.github.dockerjava.api.model.Volume;
import io.muster.bench.Eventually;
import io.muster.bench.V2Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/// A discovery server and members that found each other through it, each in a container on a network of their own.
/// What a member keeps lies in a volume, so that another container can go on with it.
final class ContainerCluster implements AutoCloseable {
    static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int CLIENT_PORT = 2379;
    private static final int DISCOVERY_PORT = 8087;
    private static final String DATA = "/var/lib/etcd";

    private final String subnet;
    private final Network network;
    private final GenericContainer<?> discovery;
    private final List<Member> members = new ArrayList<>();
    private final String token;

    /// One member: the container that it is in now.
    record Member(int number, GenericContainer<?> container) {
        String name() {
            return "core-0" + number;
        }

        /// At the port of this machine that leads to it; another one each time the container is started.
        V2Client client() {
            String port =
                    container
                            .getCurrentContainerInfo()
                            .getNetworkSettings()
                            .getPorts()
                            .getBindings()
                            .entrySet()
                            .stream()
                            .filter(entry -> entry.getKey().getPort() == CLIENT_PORT)
                            .map(entry -> entry.getValue()[0].getHostPortSpec())
                            .findFirst()
                            .orElseThrow();
            return new V2Client("http://127.0.0.1:" + port);
        }

        /// What `etcdctl` inside the container says.
        ExecResult etcdctl(String... arguments) {
            List<String> line = new ArrayList<>(List.of("etcdctl", "--no-sync", "--timeout=2s", "--total-timeout=4s"));
            line.addAll(List.of(arguments));
            try {
                return container.execInContainer(line.toArray(String[]::new));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    /// @param image of the discovery server, and of the members at first
    /// @param subnet the first three bytes of the network's addresses
    ContainerCluster(String image, String subnet, int size) throws IOException {
        this.subnet = subnet;
        network = Network.builder()
                .createNetworkCmdModifier(command ->
                        command.withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(subnet + ".0/24"))))
                .build();
        discovery = new GenericContainer<>(DockerImageName.parse(image))
                .withNetwork(network)
                .withNetworkAliases("discovery")
                .withExposedPorts(DISCOVERY_PORT)
                .withCommand(
                        "discovery-server",
                        "--addr=0.0.0.0:" + DISCOVERY_PORT,
                        "--host=http://discovery:" + DISCOVERY_PORT)
                .waitingFor(Wait.forHttp("/health").forPort(DISCOVERY_PORT));
        discovery.start();
        token = newToken(size);
        for (int number = 1; number <= size; number++) {
            members.add(member(number, image));
        }
        Startables.deepStart(members.stream().map(Member::container)).join();
    }

    Network network() {
        return network;
    }

    List<Member> members() {
        return List.copyOf(members);
    }

    /// A fresh token, as the containers know its URL.
    String newToken(int size) throws IOException {
        V2Client client = new V2Client("http://127.0.0.1:" + discovery.getMappedPort(DISCOVERY_PORT));
        return client.get("/new?size=" + size).body().strip();
    }

    Member leader() {
        return Eventually.await(
                "a leader",
                LIMIT,
                () -> {
                    for (Member member : members) {
                        if (member.container().isRunning() && member.client().leads()) {
                            return member;
                        }
                    }
                    throw new IOException("nobody leads");
                },
                _ -> true);
    }

    /// Waits until each member that can be asked counts all as healthy.
    void awaitHealthy() {
        for (Member member : members) {
            Eventually.await(
                    "the cluster as " + member.name() + " sees it",
                    LIMIT,
                    () -> member.etcdctl("cluster-health").getStdout(),
                    told -> told.contains("cluster is healthy")
                            && told.lines()
                                            .filter(line -> line.contains(" is healthy"))
                                            .count()
                                    == members.size() + 1);
        }
    }

    /// Takes a member off the network, or puts it back where it was.
    void cut(Member member) {
        docker().disconnectFromNetworkCmd()
                .withContainerId(member.container().getContainerId())
                .withNetworkId(network.getId())
                .withForce(true)
                .exec();
    }

    void mend(Member member) {
        docker().connectToNetworkCmd()
                .withContainerId(member.container().getContainerId())
                .withNetworkId(network.getId())
                .withContainerNetwork(new ContainerNetwork()
                        .withAliases(member.name())
                        .withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address(member.number()))))
                .exec();
    }

    /// Ends a container with SIGKILL.
    void kill(Member member) {
        docker().killContainerCmd(member.container().getContainerId()).exec();
    }

    /// Starts a container again that ended.
    void restart(Member member) {
        docker().startContainerCmd(member.container().getContainerId()).exec();
    }

    /// Stops a member in order, and goes on with what it kept in a container of another image.
    void replace(Member member, String image) {
        docker().stopContainerCmd(member.container().getContainerId()).exec();
        member.container().stop();
        Member next = member(member.number(), image);
        members.set(member.number() - 1, next);
        next.container().start();
    }

    private Member member(int number, String image) {
        String name = "core-0" + number;
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
                .withNetwork(network)
                .withNetworkAliases(name)
                .withExposedPorts(CLIENT_PORT)
                .withCommand(
                        "--name=" + name,
                        "--data-dir=" + DATA + "/data",
                        "--discovery=" + token,
                        "--initial-advertise-peer-urls=http://" + name + ":2380",
                        "--advertise-client-urls=http://" + name + ":2379",
                        "--listen-peer-urls=http://0.0.0.0:2380",
                        "--listen-client-urls=http://0.0.0.0:2379")
                .withCreateContainerCmdModifier(command -> {
                    command.withIpv4Address(address(number));
                    var host = command.getHostConfig();
                    if (host != null) {
                        host.withBinds(new Bind(volume(number), new Volume(DATA)));
                    }
                })
                .waitingFor(Wait.forHttp("/health").forPort(CLIENT_PORT).withStartupTimeout(LIMIT));
        return new Member(number, container);
    }

    private String address(int number) {
        return subnet + "." + (100 + number);
    }

    private String volume(int number) {
        return "muster-" + subnet.replace('.', '-') + "-" + number;
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }

    @Override
    public void close() {
        for (Member member : members) {
            member.container().stop();
            docker().removeVolumeCmd(volume(member.number())).exec();
        }
        discovery.stop();
        network.close();
    }
}
