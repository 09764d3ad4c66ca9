package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.ServerProcess;
import io.muster.bench.V2Client;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real etcdctl 3.4, unchanged, takes a cluster from 3 members to 5, 3, 1 and 3 again while clients write: every
/// founder goes, and nothing that was acknowledged does.
class MembershipIT {
    private static final Map<String, String> API = Map.of("ETCDCTL_API", "2");
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Pattern INITIAL_CLUSTER = Pattern.compile("ETCD_INITIAL_CLUSTER=\"([^\"]+)\"");
    private static final int PLACES = 8;

    @TempDir
    Path directory;

    private final int firstPort = Ports.free(2 * PLACES);
    private final Map<String, ServerProcess> running = new LinkedHashMap<>();
    private final List<String> urls = new CopyOnWriteArrayList<>();
    private final Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
    private Path etcdctl;
    private volatile boolean writing = true;

    @BeforeEach
    void startFounders() {
        etcdctl = Tool.require("etcdctl", "etcd-client");
        List<String> founders = List.of("m0", "m1", "m2");
        String cluster =
                founders.stream().map(name -> name + "=" + peerUrl(name)).collect(Collectors.joining(","));
        founders.forEach(name -> start(name, cluster, "new"));
        founders.forEach(this::awaitHealthy);
    }

    @AfterEach
    void stopAll() {
        writing = false;
        running.values().forEach(ServerProcess::kill);
    }

    @Test
    void everyFounderIsReplacedUnderLoadAndNothingIsLost() throws Exception {
        Thread load = Thread.ofVirtual().start(this::write);
        join("m3", "m0");
        join("m4", "m1");
        remove("m0", "m3");
        remove("m1", "m4");
        remove("m2", "m3");
        remove("m3", "m4");
        join("m5", "m4");
        join("m6", "m5");
        move("m6", "m7", "m4");
        writing = false;
        load.join();

        assertTrue(acknowledged.size() > 100, acknowledged.size() + " writes");
        for (String url : urls) {
            V2Client client = new V2Client(url);
            for (int i : acknowledged) {
                assertEquals(
                        "v" + i,
                        client.get("/v2/keys/load/" + i)
                                .json()
                                .path("node")
                                .path("value")
                                .asText(),
                        url);
            }
        }
        String members = etcdctl("m4", "member", "list");
        assertEquals(3, members.lines().count(), members);
        assertTrue(etcdctl("m5", "cluster-health").endsWith("cluster is healthy\n"));
        System.out.println(acknowledged.size() + " acknowledged writes, none lost");
    }

    private void join(String name, String via) {
        Matcher told = INITIAL_CLUSTER.matcher(etcdctl(via, "member", "add", name, peerUrl(name)));
        assertTrue(told.find());
        start(name, told.group(1), "existing");
        awaitHealthy(name);
        // it counts soon, but not at once: only then may another one go
        Eventually.await(name + " to be known", LIMIT, () -> id(name, via).length() > 0);
    }

    private void remove(String name, String via) {
        etcdctl(via, "member", "remove", id(name, via));
        ServerProcess removed = running.remove(name);
        urls.remove(clientUrl(name));
        assertEquals(0, removed.exitCode(LIMIT), removed.output());
        assertTrue(
                removed.output().contains("the member has been permanently removed from the cluster"),
                removed.output());
    }

    /// Gives a member another peer address, as the runbook says: first tell the cluster, then restart it there.
    private void move(String name, String place, String via) {
        etcdctl(via, "member", "update", id(name, via), peerUrl(place));
        ServerProcess before = running.remove(name);
        before.stop();
        running.put(
                name, launch(name, peerUrl(place), name + "=" + peerUrl(place), "--initial-cluster-state=existing"));
        awaitHealthy(name);
        assertTrue(etcdctl(via, "member", "list").contains(peerUrl(place)));
    }

    private void write() {
        for (int i = 0; writing; i++) {
            try {
                String url = urls.get(i % urls.size());
                if (new V2Client(url).set("/load/" + i, "v" + i).ok()) {
                    acknowledged.add(i);
                }
            } catch (IOException | IndexOutOfBoundsException e) {
                // that member has just gone
            }
        }
    }

    private String id(String name, String via) {
        return etcdctl(via, "member", "list")
                .lines()
                .filter(line -> line.contains("name=" + name + " "))
                .map(line -> line.substring(0, line.indexOf(':')))
                .findFirst()
                .orElse("");
    }

    private void start(String name, String cluster, String state) {
        running.put(name, launch(name, peerUrl(name), cluster, "--initial-cluster-state=" + state));
        urls.add(clientUrl(name));
    }

    private ServerProcess launch(String name, String peerUrl, String cluster, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Image.current().program("keyspace-server").toString(),
                "--name=" + name,
                "--data-dir=" + directory.resolve(name),
                "--listen-client-urls=" + clientUrl(name),
                "--advertise-client-urls=" + clientUrl(name),
                "--listen-peer-urls=" + peerUrl,
                "--initial-advertise-peer-urls=" + peerUrl,
                "--initial-cluster=" + cluster));
        command.addAll(List.of(more));
        return ServerProcess.start(name, directory, Map.of("MUSTER_JAVA_OPTS", "-XX:TieredStopAtLevel=1"), command);
    }

    private void awaitHealthy(String name) {
        V2Client client = new V2Client(clientUrl(name));
        Eventually.await(name + " to be healthy", LIMIT, () -> {
            Objects.requireNonNull(running.get(name), name).requireAlive();
            return client.healthy();
        });
    }

    private String etcdctl(String via, String... arguments) {
        List<String> command = new ArrayList<>(List.of(etcdctl.toString(), "--endpoints", clientUrl(via)));
        command.addAll(List.of(arguments));
        Command done = Command.run(directory, API, command);
        assertEquals(0, done.exitCode(), done.output() + done.errors());
        return done.output();
    }

    private String clientUrl(String name) {
        return "http://127.0.0.1:" + (firstPort + 2 * number(name));
    }

    private String peerUrl(String name) {
        return "http://127.0.0.1:" + (firstPort + 2 * number(name) + 1);
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(1));
    }
}
