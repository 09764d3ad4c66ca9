package io.muster.keyspace.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.MemberInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final MemberInfo SELF = new MemberInfo(7, "m7", List.of(), List.of());
    private static final SegmentSizes SMALL = new SegmentSizes(4096, 4096);

    @TempDir
    private Path root;

    @Test
    void asManySnapshotsAreKeptAsAskedFor() throws IOException {
        writeWithSnapshots(new Retention(3, 1), 1000, 100);
        assertEquals(3, files("snap").size());
    }

    @Test
    void twoSnapshotsAreKeptEvenIfFewerWereAskedFor() throws IOException {
        writeWithSnapshots(new Retention(1, 1), 1000, 100);
        assertEquals(2, files("snap").size());
    }

    @Test
    void asManySegmentsAreKeptAsAskedForThoughNobodyNeedsThem() throws IOException {
        writeWithSnapshots(new Retention(2, 6), 1000, 20);
        assertEquals(6, files("wal").size());
    }

    @Test
    void segmentsThatARecoveryFromTheOlderOfTheNewestTwoNeedsAreKeptBeyondTheirNumber() throws IOException {
        writeWithSnapshots(new Retention(2, 1), 1000, 400);
        assertTrue(files("wal").size() > 5, files("wal")::toString);
        Files.delete(files("snap").getLast());
        try (Storage storage = open(new Retention(2, 1))) {
            assertEquals(
                    400, storage.recovered().snapshot().orElseThrow().meta().index());
            assertEquals(600, storage.recovered().entries().size());
        }
    }

    @Test
    void zeroKeepsAll() throws IOException {
        writeWithSnapshots(new Retention(0, 0), 1000, 100);
        assertEquals(10, files("snap").size());
        assertEquals(
                "0000000000000001.log", files("wal").getFirst().getFileName().toString());
    }

    /// A member with a long past would otherwise take long to start, and stumble over what it does not need.
    @Test
    void whatIsOnlyKeptIsNotRead() throws IOException {
        writeWithSnapshots(new Retention(2, 0), 1000, 100);
        Files.writeString(files("wal").getFirst(), "damaged");
        try (Storage storage = open(new Retention(2, 0))) {
            assertEquals(
                    1000, storage.recovered().snapshot().orElseThrow().meta().index());
            append(storage, 1001);
            storage.log().flush();
        }
        // and goes when it shall not be kept any longer
        try (Storage storage = open(new Retention(2, 3))) {
            assertEquals(1, storage.recovered().entries().size());
            save(storage, 1001);
        }
        assertTrue(files("wal").size() <= 3, files("wal")::toString);
    }

    private void writeWithSnapshots(Retention retention, int entries, int between) throws IOException {
        try (Storage storage = open(retention)) {
            storage.log().append(new LogRecord.Vote(1, 7));
            for (int i = 1; i <= entries; i++) {
                append(storage, i);
                if (i % between == 0) {
                    storage.log().flush();
                    save(storage, i);
                }
            }
            storage.log().flush();
        }
    }

    private Storage open(Retention retention) {
        DataDir dataDir = DataDir.open(root, null, new Identity(0xC1, 7, List.of(SELF)));
        return Storage.open(dataDir, new FileDisk(), SMALL, retention);
    }

    private static void append(Storage storage, long index) throws IOException {
        storage.log().append(new LogRecord.Entry(index, 1, ("e" + index).getBytes(StandardCharsets.UTF_8)));
    }

    private static void save(Storage storage, long index) throws IOException {
        SnapshotMeta meta = new SnapshotMeta(index, 1, new SnapshotMeta.Group(0, List.of(7L), List.of(7L)));
        storage.save(meta, out -> out.write(1));
    }

    // What is being prepared for the future is none of the past.
    private List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.filter(file -> !file.toString().endsWith(".tmp"))
                    .sorted()
                    .toList();
        }
    }
}
