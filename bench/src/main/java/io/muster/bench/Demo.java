package io.muster.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/// `./muster demo`: from a cloud-config file to a healthy cluster of three, step by step. What is printed is taken from
/// the answers of the processes.
public final class Demo {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int SIZE = 3;

    private final PrintStream out;
    private final BootedCluster cluster;

    private Demo(PrintStream out, BootedCluster cluster) {
        this.out = out;
        this.cluster = cluster;
    }

    /// What the command line asks for.
    ///
    /// @param check run to an end instead of until Ctrl-C, on ports that happen to be free
    /// @param userData the cloud-config file that the nodes boot from
    private record Options(boolean check, Path userData) {
        static Options parse(String[] args) {
            boolean check = false;
            Path userData = Path.of("vagrant/user-data");
            for (String arg : args) {
                if (arg.equals("--check")) {
                    check = true;
                } else if (arg.startsWith("--user-data=")) {
                    userData = Path.of(arg.substring("--user-data=".length()));
                } else {
                    throw new IllegalArgumentException(
                            "unknown option " + arg + "; there are --check and --user-data=FILE");
                }
            }
            return new Options(check, userData.toAbsolutePath());
        }

        /// The discovery server's port, then the first port of each node.
        List<Integer> ports() {
            List<Integer> ports = check
                    ? IntStream.rangeClosed(0, SIZE)
                            .mapToObj(i -> Ports.free(BootedNode.PORTS))
                            .toList()
                    : List.of(8087, 12379, 22379, 32379);
            for (int first : ports) {
                for (int port = first; port < first + BootedNode.PORTS; port++) {
                    if (!Ports.isFree(port)) {
                        throw new IllegalStateException(
                                "port " + port + " is in use; stop what listens there and try again");
                    }
                }
            }
            return ports;
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            run(Options.parse(args), System.out);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println("demo: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options, PrintStream out) throws IOException, InterruptedException {
        List<Integer> ports = options.ports();
        Path directory = Files.createTempDirectory("muster-demo-");
        BootedCluster cluster = BootedCluster.start(Image.current(), directory, options.userData(), ports.getFirst());
        // Ctrl-C reaches this process and its children alike; what is left to do is to wait for them
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            cluster.close();
            Directories.delete(directory);
        }));
        Demo demo = new Demo(out, cluster);
        String token = demo.bootNodes(ports.subList(1, ports.size()));
        demo.writeHereReadThere("/greeting", "hello", 0, SIZE - 1);
        if (options.check()) {
            demo.loseTheLeader(token);
            demo.tearDown();
        } else {
            demo.invite();
            new CountDownLatch(1).await();
        }
    }

    private String bootNodes(List<Integer> portBases) throws IOException {
        say(
                "discovery",
                cluster.discovery().base() + " says " + cluster.discovery().get("/health"));
        String token = cluster.newToken(SIZE);
        say("token", token);
        for (int i = 0; i < SIZE; i++) {
            BootedNode node = cluster.boot("core-0" + (i + 1), portBases.get(i), token);
            Eventually.await(node.name() + "'s plan", LIMIT, () -> !node.plan().isEmpty());
            say(node.name(), "plans " + node.plan());
        }
        sayRegistered(token);
        cluster.awaitHealthy();
        sayElected();
        sayMembers();
        return token;
    }

    private void sayRegistered(String token) {
        String path = token.substring(cluster.discovery().base().length());
        JsonNode registrants = Eventually.await(
                SIZE + " registrants",
                LIMIT,
                () -> cluster.discovery()
                        .get(path + "?sorted=true")
                        .json()
                        .path("node")
                        .path("nodes"),
                nodes -> nodes.size() == SIZE);
        for (JsonNode registrant : registrants) {
            String key = registrant.path("key").asText();
            say("registered", registrant.path("value").asText() + " as " + key.substring(key.lastIndexOf('/') + 1));
        }
    }

    private BootedNode sayElected() throws IOException {
        BootedNode leader = cluster.leader();
        JsonNode self = leader.client().get("/v2/stats/self").json();
        say(
                "elected",
                self.path("name").asText() + " is " + self.path("state").asText() + ", id "
                        + self.path("id").asText());
        return leader;
    }

    private void sayMembers() throws IOException {
        JsonNode members = Eventually.await(
                "each member to publish its addresses",
                LIMIT,
                () -> cluster.nodes()
                        .getFirst()
                        .client()
                        .get("/v2/members")
                        .json()
                        .path("members"),
                list -> list.size() == SIZE
                        && list.findValues("clientURLs").stream().noneMatch(JsonNode::isEmpty));
        for (JsonNode member : members) {
            say(
                    "member",
                    member.path("id").asText() + " name=" + member.path("name").asText() + " peerURLs="
                            + member.path("peerURLs").path(0).asText() + " clientURLs="
                            + member.path("clientURLs").path(0).asText());
        }
    }

    private void writeHereReadThere(String key, String value, int writer, int reader) throws IOException {
        BootedNode one = cluster.nodes().get(writer);
        BootedNode other = cluster.nodes().get(reader);
        write(one, key, value);
        awaitRead(other, key, value);
    }

    private void write(BootedNode node, String key, String value) throws IOException {
        V2Client.Reply written = node.client().set(key, value);
        if (!written.ok()) {
            throw new IllegalStateException(node.name() + " did not acknowledge a write: " + written);
        }
        say("written", "on " + node.name() + ": " + written);
    }

    private void awaitRead(BootedNode node, String key, String value) {
        V2Client.Reply read = Eventually.await(
                node.name() + " to have " + key,
                LIMIT,
                () -> node.client().get("/v2/keys" + key),
                reply -> reply.ok()
                        && reply.json().path("node").path("value").asText().equals(value));
        say("read", "on " + node.name() + ": " + read);
    }

    private void loseTheLeader(String token) throws IOException {
        BootedNode leader = cluster.leader();
        leader.process().kill();
        say(
                "killed",
                leader.name() + ", the leader, with SIGKILL: process "
                        + leader.process().pid() + " is " + (leader.process().isAlive() ? "alive" : "gone"));
        BootedNode successor = sayElected();
        write(successor, "/after", "the leader was lost");
        BootedNode back = cluster.reboot(leader, token);
        Eventually.await(
                back.name() + " to be healthy", LIMIT, () -> back.client().healthy());
        say("restarted", back.name() + " says " + back.client().get("/health"));
        awaitRead(back, "/after", "the leader was lost");
        awaitRead(back, "/greeting", "hello");
    }

    private void tearDown() {
        for (BootedNode node : cluster.nodes()) {
            int code = node.process().stop();
            if (code != 0) {
                throw new IllegalStateException(node.name() + " ended with " + code + ":\n"
                        + node.process().output());
            }
            say("stopped", node.name() + " with exit code " + code);
        }
        out.println("The cluster formed, outlived its leader and lost nothing.");
    }

    private void invite() {
        List<BootedNode> nodes = cluster.nodes();
        out.println();
        out.println("A healthy cluster of three is running; Ctrl-C ends it. In another terminal:");
        out.println("  curl -L " + nodes.get(0).client().base() + "/v2/keys/greeting");
        out.println("  dist/target/muster/bin/etcdctl --endpoints "
                + nodes.get(1).client().base() + " set /message 'hello world'");
        out.println("  dist/target/muster/bin/etcdctl --endpoints "
                + nodes.get(2).client().base() + " cluster-health");
    }

    private void say(String what, String line) {
        out.printf("%-10s %s%n", what, line);
    }
}
