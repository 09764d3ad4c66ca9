package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.ServerProcess;
import io.muster.bench.StaticCluster;
import io.muster.bench.V2Client;
import io.muster.bench.V2Client.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// strace holds back every force of a real leader for longer than two election timeouts.
class SlowDiskIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration SLOW = Duration.ofSeconds(4);

    @TempDir
    private Path directory;

    @Test
    void aLeaderWhoseDiskIsSlowSaysSoAndStaysTheLeader() throws IOException {
        Tool.requireStrace();
        List<String> program = List.of(
                Image.current().program("keyspace-server").toString(),
                "--heartbeat-interval=150",
                "--election-timeout=1500");
        try (StaticCluster cluster = StaticCluster.start(program, directory, 3)) {
            int leader = cluster.leader();
            V2Client client = cluster.client(leader);
            assertTrue(client.set("/a", "1").ok());
            assertEquals("{\"health\": \"true\"}", client.get("/health").body());
            long term = term(client);
            try (ServerProcess strace = hold(cluster.process(leader))) {
                Eventually.await(
                        "strace to be attached", LIMIT, () -> strace.output().contains("attached"));
                CompletableFuture<Reply> write = CompletableFuture.supplyAsync(() -> set(client, "/slow"));
                Reply health = Eventually.await(
                        "the member to say why it is slow", LIMIT, () -> client.get("/health"), reply -> reply.body()
                                .contains("the disk is slow: writing to the log took "));
                assertTrue(
                        client.get("/metrics").body().lines().anyMatch(SlowDiskIT::tellsOfASlowDisk), health::toString);
                Reply reply = write.join();
                assertTrue(reply.ok(), reply::toString);
                assertTrue(strace.output().contains("(DELAYED)"), strace::output);
            }
            assertTrue(client.set("/b", "2").ok());
            assertTrue(client.leads());
            assertEquals(term, term(client));
        }
    }

    private ServerProcess hold(ServerProcess member) {
        return ServerProcess.start(
                "strace",
                directory,
                Map.of(),
                List.of(
                        "strace",
                        "-f",
                        "-p",
                        Long.toString(member.pid()),
                        "-e",
                        "trace=fsync,fdatasync",
                        "-e",
                        "inject=fsync,fdatasync:delay_enter=" + SLOW.toMillis() * 1000));
    }

    private static boolean tellsOfASlowDisk(String line) {
        return line.startsWith("muster_disk_wait_seconds ")
                && Double.parseDouble(line.substring(line.indexOf(' ') + 1)) > 1;
    }

    private static Reply set(V2Client client, String key) {
        try {
            return client.set(key, "1");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long term(V2Client client) throws IOException {
        return client.get("/debug/vars").json().path("raft.status").path("term").asLong();
    }
}
