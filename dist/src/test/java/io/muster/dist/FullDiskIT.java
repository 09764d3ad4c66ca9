package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.StaticCluster;
import io.muster.bench.V2Client;
import io.muster.bench.V2Client.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real members whose data lies on a real file system that runs full.
class FullDiskIT {
    private static final String SIZE = "160m";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String LARGE = "x".repeat(20_000);

    @TempDir
    private Path directory;

    private final List<String> program =
            List.of(Image.current().program("keyspace-server").toString());
    private final List<String> acknowledged = new ArrayList<>();

    @Test
    void aLoneMemberRefusesWritesServesReadsSurvivesSigkillAndGoesOnWhenThereIsSpace() throws Exception {
        try (Tmpfs disk = Tmpfs.mount(directory.resolve("member0"), SIZE);
                StaticCluster cluster = StaticCluster.start(program, directory, 1)) {
            V2Client client = cluster.client(0);
            write(client, 50);
            CompletableFuture<Reply> watch = watch(client, "/v2/keys/again?wait=true");
            disk.fill();
            awaitRefusal(cluster);

            assertTheSame(client);
            // one in the past is answered, one for the future held
            assertTrue(client.get("/v2/keys/k0?wait=true&waitIndex=1").ok());
            assertFalse(watch.isDone());
            Reply health = client.get("/health");
            assertEquals(503, health.status());
            assertTrue(health.body().contains("no space left for "), health::toString);
            assertTrue(client.get("/metrics").body().contains("muster_writes_refused 1.0"));
            disk.free();
            awaitWrites(client);
            assertEquals("again", watch.join().json().path("node").path("value").asText());

            disk.fill();
            awaitRefusal(cluster);
            cluster.process(0).kill();
            cluster.restart(0);
            Eventually.await("the member to serve", LIMIT, () -> {
                cluster.process(0).requireAlive();
                return client.get("/v2/keys/k0").ok();
            });
            awaitRefusal(cluster);
            assertTheSame(client);
            disk.free();
            awaitWrites(client);
            assertTheSame(client);
        }
    }

    @Test
    void aGroupGoesOnWhenOneMembersDiskIsFullAndThatOneCatchesUpLater() throws IOException {
        try (Tmpfs disk = Tmpfs.mount(directory.resolve("member0"), SIZE);
                StaticCluster cluster = StaticCluster.start(program, directory, 3)) {
            write(cluster.client(0), 20);
            disk.fill();
            awaitRefusal(cluster);
            Eventually.await("another to lead", LIMIT, () -> cluster.leader() != 0);

            write(cluster.client(1), 200);
            write(cluster.client(2), 200);
            assertTrue(cluster.process(0).isAlive(), cluster.process(0).output());
            assertTrue(cluster.client(0).get("/v2/keys/k0").ok());

            disk.free();
            awaitWrites(cluster.client(0));
            assertTheSame(cluster.client(0));
            assertTheSame(cluster.client(1));
        }
    }

    private void write(V2Client client, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String key = "/k" + acknowledged.size();
            Reply reply = client.set(key, key + LARGE);
            assertTrue(reply.ok(), reply::toString);
            acknowledged.add(key);
        }
    }

    private static CompletableFuture<Reply> watch(V2Client client, String path) {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(client.get(path));
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /// What is taken until the member has looked at its disk is acknowledged like any other.
    private void awaitRefusal(StaticCluster cluster) {
        Reply refusal = Eventually.await(
                "writes to be refused",
                LIMIT,
                () -> {
                    cluster.process(0).requireAlive();
                    return cluster.client(0).set("/full", "1");
                },
                reply -> !reply.ok());
        assertEquals(500, refusal.status());
        assertEquals(300, refusal.json().path("errorCode").asInt());
        assertEquals(
                "etcdserver: no space left for " + directory.resolve("member0/wal") + "; free some, and writes go on",
                refusal.json().path("cause").asText());
    }

    private static void awaitWrites(V2Client client) {
        Eventually.await("writes to be taken", LIMIT, () -> client.set("/again", "again"), Reply::ok);
    }

    private void assertTheSame(V2Client client) throws IOException {
        for (String key : acknowledged) {
            assertEquals(
                    key + LARGE,
                    client.get("/v2/keys" + key + "?quorum=true")
                            .json()
                            .path("node")
                            .path("value")
                            .asText(),
                    key);
        }
    }
}
