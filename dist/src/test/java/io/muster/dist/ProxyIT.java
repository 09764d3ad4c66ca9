package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.ServerProcess;
import io.muster.bench.V2Client;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that know a proxy only, while each of the three members behind it is killed, restarted and replaced.
class ProxyIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final int PLACES = 7;
    private static final int WRITERS = 2;
    private static final int WRITES_BETWEEN = 30;

    @TempDir
    Path directory;

    private final int firstPort = Ports.free(2 * PLACES);
    private final V2Client proxy = new V2Client(clientUrl("m6"));
    private final Map<String, ServerProcess> running = new LinkedHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> ambiguous = new ConcurrentLinkedQueue<>();
    private volatile boolean writing = true;

    @AfterEach
    void stopAll() {
        writing = false;
        running.values().forEach(ServerProcess::kill);
    }

    @Test
    void onlyWhatCannotBeKnownFailsAndWatchesGoOn() throws Exception {
        List<String> founders = List.of("m0", "m1", "m2");
        String cluster =
                founders.stream().map(name -> name + "=" + peerUrl(name)).collect(Collectors.joining(","));
        founders.forEach(name -> start(name, cluster, "new"));
        founders.forEach(this::awaitHealthy);
        ServerProcess standing = startProxy(cluster);
        long from = proxy.set("/load/begin", "x")
                .json()
                .path("node")
                .path("modifiedIndex")
                .asLong();
        assertTrue(from > 0);

        Set<String> heard;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(threads.submit(this::write));
            }
            Future<Set<String>> watcher = threads.submit(() -> watch(from + 1));
            try {
                for (String name : founders) {
                    killed(name).kill();
                    awaitMoreWrites(writers);
                    start(name, cluster, "new");
                    awaitHealthy(name);
                    awaitMoreWrites(writers);
                }
                for (String name : founders) {
                    replace(name, "m" + (3 + founders.indexOf(name)));
                    awaitMoreWrites(writers);
                }
                writing = false;
                for (Future<Integer> writer : writers) {
                    writer.get();
                }
                Eventually.await("the last write", LIMIT, () -> proxy.set("/load/end", "x")
                        .ok());
                heard = watcher.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } finally {
                threads.shutdownNow();
            }
        }

        Set<String> there = keys(proxy.get("/v2/keys/load?quorum=true"));
        for (int number : acknowledged) {
            assertTrue(there.contains("/load/" + number), number + " was acknowledged and is lost");
            assertTrue(heard.contains("/load/" + number), number + " was acknowledged and not heard of");
        }
        assertFalse(standing.output().contains("leads back to this proxy"), standing.output());
        System.out.println(acknowledged.size() + " writes acknowledged through a proxy, " + ambiguous.size()
                + " ambiguous, none lost: " + new HashSet<>(ambiguous));
    }

    private ServerProcess killed(String name) {
        return Objects.requireNonNull(running.remove(name), name);
    }

    // By the proxy alone, as an administrator who knows nothing else.
    private void replace(String old, String young) throws IOException {
        Eventually.await("a member more", LIMIT, () -> {
            proxy.postJson("/v2/members", "{\"peerURLs\":[\"" + peerUrl(young) + "\"]}");
            return members().stream().anyMatch(each -> each.toString().contains(peerUrl(young)));
        });
        String cluster = members().stream()
                .map(each -> (each.path("name").asText().isEmpty()
                                ? young
                                : each.path("name").asText()) + "="
                        + each.path("peerURLs").path(0).asText())
                .collect(Collectors.joining(","));
        start(young, cluster, "existing");
        awaitHealthy(young);
        Eventually.await(young + " to be known", LIMIT, () -> members().stream()
                .anyMatch(each -> each.path("name").asText().equals(young)));
        String id = members().stream()
                .filter(each -> each.path("name").asText().equals(old))
                .map(each -> each.path("id").asText())
                .findFirst()
                .orElseThrow();
        Eventually.await("a member less", LIMIT, () -> {
            proxy.delete("/v2/members/" + id);
            return members().stream().noneMatch(each -> each.path("id").asText().equals(id));
        });
        assertEquals(0, killed(old).exitCode(LIMIT));
    }

    private List<JsonNode> members() throws IOException {
        List<JsonNode> members = new ArrayList<>();
        proxy.get("/v2/members").json().path("members").forEach(members::add);
        return members;
    }

    private void awaitMoreWrites(List<Future<Integer>> writers) {
        int before = acknowledged.size();
        Eventually.await("more writes", LIMIT, () -> {
            for (Future<Integer> writer : writers) {
                if (writer.isDone()) {
                    throw new Eventually.Hopeless("a writer gave up: " + writer.exceptionNow());
                }
            }
            return acknowledged.size() >= before + WRITES_BETWEEN;
        });
    }

    private int write() throws IOException {
        int done = 0;
        for (; writing; done++) {
            int number = next.getAndIncrement();
            V2Client.Reply reply = proxy.set("/load/" + number, "x");
            if (reply.ok()) {
                acknowledged.add(number);
            } else {
                boolean unknown =
                        (reply.status() == 502 && reply.body().contains("whether it has happened is not known"))
                                || reply.body().contains("\"errorCode\":300");
                assertTrue(unknown, number + " was refused: " + reply);
                ambiguous.add(reply.status() + reply.body().replaceAll("[^a-z ]+", " "));
            }
        }
        return done;
    }

    /// All keys that are heard of until the last one is.
    private Set<String> watch(long from) throws IOException {
        Set<String> keys = new HashSet<>();
        long index = from;
        while (!keys.contains("/load/end")) {
            V2Client.Reply event;
            try {
                event = proxy.get("/v2/keys/load?wait=true&recursive=true&waitIndex=" + index);
            } catch (java.net.http.HttpTimeoutException e) {
                continue; // nothing was written for a while
            }
            if (event.status() == 200 && !event.body().isEmpty()) {
                JsonNode node = event.json().path("node");
                keys.add(node.path("key").asText());
                index = node.path("modifiedIndex").asLong() + 1;
            } else {
                assertFalse(event.body().contains("\"errorCode\":401"), event.toString());
            }
        }
        return keys;
    }

    private static Set<String> keys(V2Client.Reply listing) {
        Set<String> keys = new HashSet<>();
        listing.json()
                .path("node")
                .path("nodes")
                .forEach(node -> keys.add(node.path("key").asText()));
        return keys;
    }

    private void start(String name, String cluster, String state) {
        running.put(
                name,
                launch(
                        name,
                        cluster,
                        // long enough for a watch that is slower than the writers
                        "--watch-history=100000",
                        "--advertise-client-urls=" + clientUrl(name),
                        "--listen-peer-urls=" + peerUrl(name),
                        "--initial-advertise-peer-urls=" + peerUrl(name),
                        "--initial-cluster-state=" + state));
    }

    private ServerProcess startProxy(String cluster) {
        ServerProcess standing =
                launch("m6", cluster, "--proxy=on", "--proxy-failure-wait=1000", "--proxy-refresh-interval=1000");
        running.put("m6", standing);
        Eventually.await("the proxy", LIMIT, () -> {
            standing.requireAlive();
            return proxy.set("/ready", "x").ok();
        });
        return standing;
    }

    private ServerProcess launch(String name, String cluster, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Image.current().program("keyspace-server").toString(),
                "--name=" + name,
                "--data-dir=" + directory.resolve(name),
                "--listen-client-urls=" + clientUrl(name),
                "--initial-cluster=" + cluster));
        command.addAll(List.of(more));
        return ServerProcess.start(name, directory, Map.of("MUSTER_JAVA_OPTS", "-XX:TieredStopAtLevel=1"), command);
    }

    private void awaitHealthy(String name) {
        V2Client client = new V2Client(clientUrl(name));
        ServerProcess member = Objects.requireNonNull(running.get(name), name);
        Eventually.await(name + " to be healthy", LIMIT, () -> {
            member.requireAlive();
            return client.healthy();
        });
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
