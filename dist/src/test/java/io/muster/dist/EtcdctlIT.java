package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.ServerProcess;
import io.muster.bench.V2Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The image's etcdctl with the image's members.
class EtcdctlIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int WRITERS = 4;
    private static final int EVENTS = 1000;

    @TempDir
    private Path directory;

    /// Members at ports of their own, which may be started on any directories.
    private record Addresses(int firstPort, int count) {
        static Addresses of(int count) {
            return new Addresses(Ports.free(2 * count), count);
        }

        String client(int member) {
            return "http://127.0.0.1:" + (firstPort + 2 * member);
        }

        String peer(int member) {
            return "http://127.0.0.1:" + (firstPort + 2 * member + 1);
        }

        String founders() {
            return String.join(
                    ",",
                    IntStream.range(0, count)
                            .mapToObj(i -> "m" + i + "=" + peer(i))
                            .toList());
        }
    }

    @Test
    void execWatchTellsEachOfAThousandEventsUnderLoadOnceAndInOrder() throws IOException {
        Addresses at = Addresses.of(1);
        Path told = Files.createFile(directory.resolve("told"));
        try (ServerProcess member = start(at, 0, directory.resolve("data"), "--initial-cluster", at.founders());
                ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            long before = index(new V2Client(at.client(0)).set("/begin", ""));
            try (ServerProcess watch = ServerProcess.start(
                    "watch",
                    directory,
                    Map.of("ETCDCTL_ENDPOINTS", at.client(0)),
                    List.of(
                            etcdctl(),
                            "exec-watch",
                            "--recursive",
                            "--after-index",
                            String.valueOf(before),
                            "/load",
                            "--",
                            "sh",
                            "-c",
                            "echo $ETCD_WATCH_MODIFIED_INDEX $ETCD_WATCH_ACTION $ETCD_WATCH_KEY $ETCD_WATCH_VALUE >>"
                                    + told))) {
                List<CompletableFuture<List<String>>> written = IntStream.range(0, WRITERS)
                        .mapToObj(writer -> CompletableFuture.supplyAsync(() -> write(at.client(0), writer), writers))
                        .toList();
                List<String> wanted = new ArrayList<>();
                written.forEach(each -> wanted.addAll(each.join()));
                wanted.sort((a, b) -> Long.compare(leading(a), leading(b)));
                Eventually.await("all events to be told", LIMIT, () -> {
                    watch.requireAlive();
                    return Files.readAllLines(told).size() >= EVENTS;
                });
                assertEquals(wanted, Files.readAllLines(told));
            }
            member.requireAlive();
        }
    }

    @Test
    void aSnapshotOfOneClusterIsTheBeginningOfAnother() throws IOException {
        Addresses old = Addresses.of(1);
        String file = directory.resolve("my.db").toString();
        Map<String, String> third = Map.of("ETCDCTL_API", "3");
        String cluster;
        try (ServerProcess member = start(old, 0, directory.resolve("old"), "--initial-cluster", old.founders())) {
            for (int i = 0; i < 20; i++) {
                assertTrue(
                        new V2Client(old.client(0)).set("/kept/" + i, "v" + i).ok());
            }
            cluster = ok(Map.of(), "--endpoints", old.client(0), "member", "list");
            assertEquals(
                    "Snapshot saved at " + file + "\n",
                    ok(third, "--endpoints", old.client(0), "snapshot", "save", file));
            member.requireAlive();
        }
        String status = ok(third, "snapshot", "status", file, "-w", "json");
        assertTrue(
                status.matches("\\{\"hash\":\\d+,\"revision\":\\d+,\"totalKey\":2\\d,\"totalSize\":"
                        + Files.size(Path.of(file)) + "}\n"),
                status);
        Addresses fresh = Addresses.of(3);
        List<ServerProcess> members = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                Path data = directory.resolve("new" + i);
                List<String> founding = List.of(
                        "--name",
                        "m" + i,
                        "--initial-cluster",
                        fresh.founders(),
                        "--initial-cluster-token",
                        "restored",
                        "--initial-advertise-peer-urls",
                        fresh.peer(i));
                List<String> restore = new ArrayList<>(List.of("snapshot", "restore", file, "--data-dir", data + ""));
                restore.addAll(founding);
                ok(third, restore.toArray(String[]::new));
                assertEquals(1, run(third, restore.toArray(String[]::new)).exitCode(), "restored over a member");
            }
            for (int i = 0; i < 3; i++) {
                members.add(launch(
                        fresh,
                        i,
                        directory.resolve("new" + i),
                        "--initial-cluster",
                        fresh.founders(),
                        "--initial-cluster-token",
                        "restored"));
            }
            for (int i = 0; i < 3; i++) {
                awaitHealthy(fresh, i);
            }
            for (int i = 0; i < 20; i++) {
                assertEquals(
                        "v" + i + "\n",
                        ok(Map.of(), "--endpoints", fresh.client(i % 3), "get", "--quorum", "/kept/" + i));
            }
            assertTrue(new V2Client(fresh.client(2)).set("/new", "1").ok());
            String now = ok(Map.of(), "--endpoints", fresh.client(0), "member", "list");
            assertEquals(3, now.lines().count(), now);
            assertNotEquals(cluster.substring(0, 16), now.substring(0, 16));
        } finally {
            members.forEach(ServerProcess::close);
        }
    }

    @Test
    void aDamagedSnapshotIsRefused() throws IOException {
        Addresses at = Addresses.of(1);
        Path file = directory.resolve("my.db");
        Map<String, String> third = Map.of("ETCDCTL_API", "3");
        try (ServerProcess member = start(at, 0, directory.resolve("data"), "--initial-cluster", at.founders())) {
            ok(third, "--endpoints", at.client(0), "snapshot", "save", file.toString());
            member.requireAlive();
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        Command status = run(third, "snapshot", "status", file.toString());
        assertEquals(1, status.exitCode());
        assertEquals("Error: " + file + " is damaged or cut short: its checksum does not fit\n", status.errors());
    }

    @Test
    void aBackupHasEveryAcknowledgedWriteWhetherTheMemberRunsOrWasKilled() throws IOException {
        Addresses at = Addresses.of(1);
        Path data = directory.resolve("data");
        try (ServerProcess member = start(at, 0, data, "--initial-cluster", at.founders())) {
            assertTrue(new V2Client(at.client(0)).set("/a", "1").ok());
            ok(Map.of(), "backup", "--data-dir", data.toString(), "--backup-dir", directory.resolve("hot") + "");
            assertTrue(new V2Client(at.client(0)).set("/a", "2").ok());
            member.kill();
        }
        ok(Map.of(), "backup", "--data-dir", data.toString(), "--backup-dir", directory.resolve("cold") + "");
        for (Map.Entry<String, String> backup :
                Map.of("hot", "1\n", "cold", "2\n").entrySet()) {
            try (ServerProcess member = start(at, 0, directory.resolve(backup.getKey()))) {
                assertEquals(backup.getValue(), ok(Map.of(), "--endpoints", at.client(0), "get", "/a"));
                assertTrue(new V2Client(at.client(0)).set("/b", "1").ok());
                member.requireAlive();
            }
        }
        Command again =
                run(Map.of(), "backup", "--data-dir", data.toString(), "--backup-dir", directory.resolve("cold") + "");
        assertEquals(1, again.exitCode());
        assertTrue(again.errors().contains("exists; name one that does not"), again.errors());
    }

    @Test
    void aDirectoryOfAnotherSystemIsRefusedByName() throws IOException {
        Files.createDirectories(directory.resolve("theirs/member/snap"));
        Files.createFile(directory.resolve("theirs/member/snap/db"));
        Command refused = run(
                Map.of(), "backup", "--data-dir", directory.resolve("theirs") + "", "--backup-dir", directory + "/b");
        assertEquals(1, refused.exitCode());
        assertTrue(refused.errors().contains("was written by etcd 3 (it has member/snap/db)"), refused.errors());
        assertTrue(Files.notExists(directory.resolve("b")));
    }

    private List<String> write(String url, int writer) {
        List<String> written = new ArrayList<>();
        try {
            for (int i = 0; i < EVENTS / WRITERS; i++) {
                String key = "/load/" + writer + "/" + i % 7;
                V2Client.Reply reply = new V2Client(url).set(key, writer + "-" + i);
                assertTrue(reply.ok(), reply::toString);
                written.add(index(reply) + " set " + key + " " + writer + "-" + i);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written;
    }

    private static long index(V2Client.Reply reply) {
        return reply.json().get("node").get("modifiedIndex").asLong();
    }

    private static long leading(String line) {
        return Long.parseLong(line.substring(0, line.indexOf(' ')));
    }

    private ServerProcess start(Addresses at, int member, Path data, String... more) {
        ServerProcess process = launch(at, member, data, more);
        try {
            awaitHealthy(at, member);
            return process;
        } catch (RuntimeException e) {
            process.close();
            throw new IllegalStateException(process.output(), e);
        }
    }

    private ServerProcess launch(Addresses at, int member, Path data, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Image.current().program("keyspace-server").toString(),
                "--name",
                "m" + member,
                "--data-dir",
                data.toString(),
                "--listen-client-urls",
                at.client(member),
                "--advertise-client-urls",
                at.client(member),
                "--listen-peer-urls",
                at.peer(member),
                "--initial-advertise-peer-urls",
                at.peer(member)));
        command.addAll(List.of(more));
        return ServerProcess.start(data.getFileName().toString(), directory, Map.of(), command);
    }

    private static void awaitHealthy(Addresses at, int member) {
        Eventually.await("m" + member + " to be healthy", LIMIT, new V2Client(at.client(member))::healthy);
    }

    private Command run(Map<String, String> variables, String... arguments) {
        List<String> command = new ArrayList<>(List.of(etcdctl()));
        if (variables.isEmpty()) {
            // the presets are too short for a busy build machine
            command.addAll(List.of("--timeout", "20s", "--total-timeout", "30s"));
        }
        command.addAll(List.of(arguments));
        return Command.run(directory, variables, command);
    }

    private String ok(Map<String, String> variables, String... arguments) {
        Command done = run(variables, arguments);
        assertEquals(0, done.exitCode(), done.output() + done.errors());
        return done.output();
    }

    private static String etcdctl() {
        return Image.current().program("etcdctl").toString();
    }
}
