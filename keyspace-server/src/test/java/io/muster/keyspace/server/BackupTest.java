package io.muster.keyspace.server;

import static io.muster.keyspace.server.TestCluster.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.Servers.Place;
import io.muster.keyspace.server.log.DataDir;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.log.UnusableDataDir;
import io.muster.keyspace.server.offline.Backup;
import io.muster.keyspace.server.offline.NewCluster;
import io.muster.keyspace.wire.SnapshotFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is carried away from a member, and what another cluster begins with.
class BackupTest {
    private static final String ALL = "/v2/keys/?recursive=true&sorted=true&quorum=true";
    private static final int WHOLE_BYTES = 400;
    private static final int SAMPLES = 60;

    @TempDir
    Path root;

    private Servers servers;
    private Place first;

    @BeforeEach
    void startFirst() throws Exception {
        servers = new Servers(root);
        first = servers.place("first");
        servers.start(first, "--initial-cluster=" + first.listed());
        eventually("a leader", () -> put("/leader") < 300);
    }

    @AfterEach
    void stopAll() {
        servers.close();
    }

    @Test
    void aSnapshotTakenUnderLoadHasAllThatWasAcknowledgedBeforeItAndBeginsAnotherCluster() throws Exception {
        AtomicInteger acknowledged = new AtomicInteger();
        Thread load = Thread.ofVirtual().start(() -> {
            for (int i = 0; !Thread.currentThread().isInterrupted() && i < 20_000; i++) {
                if (put("/load/" + i) != 201) {
                    return;
                }
                acknowledged.set(i + 1);
            }
        });
        eventually("some writes", () -> acknowledged.get() > 50);
        int before = acknowledged.get();
        byte[] moving = snapshot();
        load.interrupt();
        load.join();
        String restored = restored("moving", moving);
        assertTrue(IntStream.range(0, before).allMatch(i -> restored.contains("\"/load/" + i + "\"")));

        byte[] still = snapshot();
        assertEquals(servers.get(first.clientUrl() + ALL).body(), restored("still", still));
    }

    @Test
    void aBackupBeginsAClusterOfItsOwnAlsoWhenThatIsForced() throws Exception {
        String content = servers.get(first.clientUrl() + ALL).body();
        Place second = servers.place("first").withData(backup("backup"));
        servers.start(second, "--force-new-cluster");
        eventually("the content", () -> {
            try {
                return servers.get(second.clientUrl() + ALL).body().equals(content);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertEquals(201, servers.put(second, "/more", "1"));
    }

    /// As one recovers a machine whose configuration goes on to name the cluster that was lost.
    @Test
    void aBackupKeepsItsIdsWhateverTheConfigurationSaysOfFounders() throws Exception {
        Place second = servers.place("first").withData(backup("backup"));
        long id = DataDir.inspect(second.dataDir()).orElseThrow().memberId();
        for (List<String> flags : List.of(
                List.of("--initial-cluster=" + second.listed(), "--force-new-cluster"),
                List.of("--initial-cluster=" + second.listed()),
                List.of("--discovery=http://127.0.0.1:1/used-up"),
                List.<String>of())) {
            KeyspaceServer server = servers.start(second, flags.toArray(String[]::new));
            eventually("the member", () -> put(second, "/more") < 300);
            assertEquals(
                    List.of(id),
                    servers.members(second).stream().map(MemberInfo::id).toList());
            server.close();
        }
    }

    /// Whoever begins anew with the data of a member says so.
    @Test
    void aForcedStartIgnoresWhatElseTheConfigurationSaysOfFounders() throws Exception {
        servers.close();
        servers = new Servers(root);
        Place elsewhere = servers.place("first").withData(first.dataDir());
        StartFailure refused = assertThrows(
                StartFailure.class, () -> servers.start(elsewhere, "--initial-cluster=" + elsewhere.listed()));
        assertTrue(String.valueOf(refused.getMessage()).contains(" belongs to cluster "), refused.getMessage());
        servers.start(elsewhere, "--initial-cluster=" + elsewhere.listed(), "--force-new-cluster");
        eventually("the member", () -> put(elsewhere, "/more") < 300);
        assertTrue(servers.get(elsewhere.clientUrl() + ALL).body().contains("\"/leader\""));
    }

    @Test
    void aByteThatFlippedAnywhereInABackupIsNoticed() throws Exception {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Path backup = backup("backup");
        Identity identity = DataDir.inspect(backup).orElseThrow();
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(backup)) {
            found.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() > 0)
                    .forEach(files::add);
        }
        assertEquals(4, files.size(), files + " are identity, checksums, a snapshot and a log");
        for (Path file : files) {
            int length = (int) Files.size(file);
            TreeSet<Integer> offsets = new TreeSet<>(
                    IntStream.range(0, Math.min(length, WHOLE_BYTES)).boxed().toList());
            for (int i = 0; i < SAMPLES; i++) {
                offsets.add(random.nextInt(length));
            }
            for (int offset : offsets) {
                int mask = 1 << random.nextInt(8);
                flip(file, offset, mask);
                assertThrows(
                        UnusableDataDir.class,
                        () -> DataDir.open(backup, null, identity).close(),
                        file + " at " + offset + " seed " + seed);
                flip(file, offset, mask);
            }
        }
        DataDir.open(backup, null, identity).close();
    }

    private static void flip(Path file, int offset, int mask) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            int sound = bytes.read();
            bytes.seek(offset);
            bytes.write(sound ^ mask);
        }
    }

    private Path backup(String name) throws IOException {
        Backup backup = Backup.of(first.dataDir(), null, root);
        NewCluster.alone(backup.member()).begin(root.resolve(name), null, backup.image());
        return root.resolve(name);
    }

    private byte[] snapshot() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(first.clientUrl() + "/v2/snapshot"))
                    .build();
            return http.send(request, BodyHandlers.ofByteArray()).body();
        }
    }

    /// What a cluster says that began with a snapshot.
    private String restored(String name, byte[] snapshot) throws Exception {
        Place place = servers.place(name);
        NewCluster.of(name, place.listed(), "another", List.of(place.peerUrl()))
                .begin(place.dataDir(), null, SnapshotFile.read(snapshot).image());
        servers.start(place, "--initial-cluster=" + place.listed(), "--initial-cluster-token=another");
        eventually("a leader", () -> {
            try {
                return servers.get(place.clientUrl() + ALL).statusCode() == 200;
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return servers.get(place.clientUrl() + ALL).body();
    }

    private int put(String key) {
        return put(first, key);
    }

    private int put(Place to, String key) {
        try {
            return servers.put(to, key, "1");
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
