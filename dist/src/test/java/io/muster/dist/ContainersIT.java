package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.RealEtcd;
import io.muster.bench.V2Client;
import io.muster.bench.V2Client.Reply;
import io.muster.dist.ContainerCluster.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// Members in containers of the shipped image, on a real network of their own: what `./muster container` makes. Each
/// test leaves a healthy cluster of three behind.
///
/// `-Dmuster.previous=DIR`, an image that another commit's `./muster build` made, is where the rolling upgrade starts
/// from; else it is this very one, which still shows that members can be replaced one by one.
@TestInstance(Lifecycle.PER_CLASS)
class ContainersIT {
    private static final Duration LIMIT = ContainerCluster.LIMIT;
    private static final String IMAGE = "muster-test:new";
    private static final String PREVIOUS = "muster-test:previous";
    private static final String ETCD = "muster-test:etcd";

    private Path directory;
    private DockerEngine docker;
    private ContainerCluster cluster;

    @BeforeAll
    void start() throws IOException {
        // sockets have short names, so not below the build directory
        directory = Files.createTempDirectory("muster-docker-");
        docker = DockerEngine.start(directory);
        String host = docker.environment().get("DOCKER_HOST");
        if (host != null) {
            System.setProperty("DOCKER_HOST", host);
        }
        pack(Image.current().home(), IMAGE);
        Path previous = Path.of(
                System.getProperty("muster.previous", Image.current().home().toString()));
        pack(previous.toAbsolutePath(), PREVIOUS);
        cluster = new ContainerCluster(PREVIOUS, "172.31.78", 3);
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
        if (docker != null) {
            docker.attempt(List.of("image", "rm", "--force", ETCD, PREVIOUS, IMAGE));
            docker.close();
        }
        Command.run(Path.of("/"), "rm", "-rf", directory.toString());
    }

    @Test
    void threeContainersFindEachOtherAndDockerCountsThemAsHealthy() {
        cluster.awaitHealthy();

        for (Member member : cluster.members()) {
            Eventually.await(
                    "docker's word about " + member.name(),
                    LIMIT,
                    () -> docker.run(
                                    "inspect",
                                    "-f",
                                    "{{.State.Health.Status}} {{.Config.User}}",
                                    member.container().getContainerId())
                            .strip(),
                    word -> word.equals("healthy muster"));
        }
    }

    @Test
    void whoIsCutOffAnswersOldDataNeverConfirmsAndCatchesUp() throws IOException {
        cluster.awaitHealthy();
        Member leader = cluster.leader();
        Member cut = otherThan(leader);
        set(leader, "/cut/before", "1");
        Eventually.await("the first write where it will be cut off", LIMIT, () -> get(cut, "/cut/before")
                .equals("1"));

        cluster.cut(cut);
        set(leader, "/cut/before", "2");

        assertEquals("1", get(cut, "/cut/before"), "a local read without its network");
        assertNotEquals(0, cut.etcdctl("get", "--quorum", "/cut/before").getExitCode(), "a quorum read");
        assertNotEquals(0, cut.etcdctl("set", "/cut/lost", "x").getExitCode(), "a write");

        cluster.mend(cut);
        Eventually.await("what was written meanwhile", LIMIT, () -> get(cut, "/cut/before")
                .equals("2"));
        cluster.awaitHealthy();
    }

    @Test
    void theLeadersContainerIsKilledAndNothingIsLost() throws IOException {
        cluster.awaitHealthy();
        Member leader = cluster.leader();
        for (int i = 0; i < 50; i++) {
            set(leader, "/killed/" + i, "v" + i);
        }

        cluster.kill(leader);

        Member survivor = otherThan(leader);
        Eventually.await("a write without the leader", LIMIT, () -> survivor.client()
                .set("/killed/after", "1")
                .ok());
        assertNotEquals(leader.name(), cluster.leader().name());
        cluster.restart(leader);
        Eventually.await("the one that was killed", LIMIT, () -> leader.client().healthy());
        for (int i = 0; i < 50; i++) {
            assertEquals("v" + i, value(leader.client().get("/v2/keys/killed/" + i + "?quorum=true")));
        }
        cluster.awaitHealthy();
    }

    @Test
    void membersAreReplacedOneByOneByThoseOfTheNewImage() throws IOException {
        cluster.awaitHealthy();
        String known = cluster.leader().etcdctl("member", "list").getStdout();
        int written = 0;

        for (Member member : cluster.members()) {
            Member other = otherThan(member);
            set(other, "/upgraded/" + written, "v" + written);
            written++;
            cluster.replace(member, IMAGE);
            String key = "/upgraded/" + written;
            String value = "v" + written;
            Eventually.await("a write beside " + member.name(), LIMIT, () -> other.client()
                    .set(key, value)
                    .ok());
            written++;
            cluster.awaitHealthy();
        }

        for (Member member : cluster.members()) {
            for (int i = 0; i < written; i++) {
                assertEquals("v" + i, value(member.client().get("/v2/keys/upgraded/" + i + "?quorum=true")));
            }
        }
        assertEquals(
                identities(known),
                identities(cluster.leader().etcdctl("member", "list").getStdout()));
    }

    /// A real etcd that comes into being through our discovery server, and whose etcdctl works on our members.
    @Test
    void aRealEtcdLivesNextDoor() throws IOException, InterruptedException {
        RealEtcd etcd = Tool.requireEtcd();
        Path context = Files.createDirectories(directory.resolve("etcd"));
        Files.copy(etcd.program(), context.resolve("real-etcd"));
        Files.copy(Tool.require("etcdctl", "etcd-client"), context.resolve("real-etcdctl"));
        Files.writeString(
                context.resolve("Dockerfile"),
                "FROM " + IMAGE + "\nCOPY real-etcd real-etcdctl /usr/bin/\nENTRYPOINT [\"/usr/bin/real-etcd\"]\n");
        docker.run("build", "-q", "-t", ETCD, context.toString());

        try (GenericContainer<?> neighbour = new GenericContainer<>(DockerImageName.parse(ETCD))
                .withNetwork(cluster.network())
                .withNetworkAliases("neighbour")
                .withExposedPorts(2379)
                .withEnv("ETCDCTL_API", "2")
                .withCommand(
                        "--enable-v2",
                        "--name=neighbour",
                        "--discovery=" + cluster.newToken(1),
                        "--initial-advertise-peer-urls=http://neighbour:2380",
                        "--advertise-client-urls=http://neighbour:2379",
                        "--listen-peer-urls=http://0.0.0.0:2380",
                        "--listen-client-urls=http://0.0.0.0:2379")
                .waitingFor(Wait.forHttp("/health").forPort(2379).withStartupTimeout(LIMIT))) {
            neighbour.start();
            V2Client client = new V2Client("http://127.0.0.1:" + neighbour.getMappedPort(2379));
            assertTrue(client.set("/here", "too").ok());

            String endpoints = "--endpoints=http://core-01:2379,http://core-02:2379,http://core-03:2379";
            ExecResult health = neighbour.execInContainer("real-etcdctl", endpoints, "cluster-health");
            assertTrue(health.getStdout().endsWith("cluster is healthy\n"), health.toString());
            ExecResult set = neighbour.execInContainer("real-etcdctl", endpoints, "set", "/next-door", "hello");
            assertEquals("hello\n", set.getStdout(), set.getStderr());
            ExecResult get = cluster.leader().etcdctl("--endpoints=http://neighbour:2379", "get", "/here");
            assertEquals("too\n", get.getStdout(), get.getStderr());
        }
    }

    /// Makes a container image of an image, as `./muster container` does.
    private void pack(Path home, String name) {
        Path sources = Path.of(System.getProperty("muster.sources", ".."));
        Command made = Command.run(
                directory,
                docker.environment(),
                List.of(
                        "sh",
                        sources.resolve("dist/container.sh").toAbsolutePath().toString(),
                        home.toString(),
                        name),
                LIMIT);
        assertEquals(0, made.exitCode(), made.toString());
    }

    private Member otherThan(Member one) {
        return cluster.members().stream()
                .filter(member -> member.number() != one.number())
                .findFirst()
                .orElseThrow();
    }

    private static void set(Member member, String key, String value) throws IOException {
        Reply reply = member.client().set(key, value);
        assertTrue(reply.ok(), reply.toString());
    }

    /// What a member says without asking another one, from inside its container.
    private static String get(Member member, String key) {
        return member.etcdctl("get", key).getStdout().strip();
    }

    private static String value(Reply reply) {
        return reply.json().path("node").path("value").asText();
    }

    private static List<String> identities(String list) {
        return list.lines()
                .map(line -> line.replaceAll(" isLeader=.*", ""))
                .sorted()
                .toList();
    }
}
