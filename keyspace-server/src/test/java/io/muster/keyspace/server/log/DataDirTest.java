package io.muster.keyspace.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.MemberInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirTest {
    private static final List<MemberInfo> FOUNDERS = List.of(
            new MemberInfo(0x8a, "infra 0", List.of("http://10.0.0.1:2380", "http://10.0.0.1:7001"), List.of()),
            new MemberInfo(0x8b, "", List.of("http://10.0.0.2:2380"), List.of()));
    private static final Identity OURS = new Identity(0xC1, 0x8a, FOUNDERS);

    @TempDir
    private Path root;

    @Test
    void aNewDirectoryRemembersWhoseItIs() {
        assertEquals(Optional.empty(), DataDir.inspect(root.resolve("new")));
        DataDir.open(root.resolve("new"), null, OURS).close();
        assertEquals(Optional.of(OURS), DataDir.inspect(root.resolve("new")));
    }

    @Test
    void theFoundersItRemembersWinOverThoseGiven() {
        DataDir.open(root, null, OURS).close();
        Identity changed = new Identity(0xC1, 0x8a, FOUNDERS.subList(0, 1));
        try (DataDir dataDir = DataDir.open(root, null, changed)) {
            assertEquals(FOUNDERS, dataDir.identity().members());
        }
    }

    @Test
    void anotherClustersDirectoryIsRefusedNamingBoth() {
        DataDir.open(root, null, OURS).close();
        assertEquals(
                "data directory " + root + " belongs to cluster c1, not to cluster c2;"
                        + " choose another with --data-dir, or remove it if that cluster is gone",
                refusal(new Identity(0xC2, 0x8a, FOUNDERS)));
    }

    @Test
    void anotherMembersDirectoryIsRefusedNamingBoth() {
        DataDir.open(root, null, OURS).close();
        assertEquals(
                "data directory " + root + " belongs to member 8a, not to member 8b;"
                        + " choose another with --data-dir, or start the member it belongs to",
                refusal(new Identity(0xC1, 0x8b, FOUNDERS)));
    }

    @Test
    void aDirectoryInUseIsRefused() {
        try (DataDir held = DataDir.open(root, null, OURS)) {
            assertEquals(OURS, held.identity());
            assertEquals(
                    "data directory " + root
                            + " is in use by a running member; stop that one, or choose another with --data-dir",
                    refusal(OURS));
        }
        DataDir.open(root, null, OURS).close();
    }

    @Test
    void theDirectoryOfAnEtcdIsRefused() throws IOException {
        Files.createDirectories(root.resolve("member/wal"));
        assertTrue(refusal(OURS).contains("was written by another etcd"));
    }

    @Test
    void anUnreadableIdentityIsNamed() throws IOException {
        Files.writeString(root.resolve("identity"), "format=9\n");
        assertTrue(refusal(OURS).contains(root.resolve("identity") + ": format 9 was written by another release"));
    }

    private String refusal(Identity wanted) {
        return String.valueOf(assertThrows(UnusableDataDir.class, () -> DataDir.open(root, null, wanted))
                .getMessage());
    }
}
