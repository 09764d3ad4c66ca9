package io.muster.keyspace.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.FaultyDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
    private static final MemberInfo SELF = new MemberInfo(7, "m7", List.of("http://127.0.0.1:2380"), List.of());
    private static final SegmentSizes SMALL = new SegmentSizes(4096, 8192);

    private static final Retention FEW = new Retention(2, 1);

    @TempDir
    private Path root;

    @Test
    void whatWasFlushedIsReadBack() throws IOException {
        try (Storage storage = open()) {
            storage.log().append(new LogRecord.Vote(3, 7));
            append(storage, 1, 3);
            storage.log().flush();
        }
        try (Storage storage = open()) {
            assertEquals(new LogRecord.Vote(3, 7), storage.recovered().vote());
            assertEquals(List.of("e1", "e2", "e3"), texts(storage));
        }
    }

    @Test
    void entriesThatWereTakenBackDoNotComeBack() throws IOException {
        try (Storage storage = open()) {
            append(storage, 1, 5);
            storage.log().append(new LogRecord.Truncated(3));
            append(storage, 3, 3);
            storage.log().flush();
        }
        try (Storage storage = open()) {
            assertEquals(List.of("e1", "e2", "e3"), texts(storage));
        }
    }

    @Test
    void theLogGoesOnOverManySegments() throws IOException {
        try (Storage storage = open()) {
            for (int i = 1; i <= 500; i++) {
                append(storage, i, i);
                storage.log().flush();
            }
        }
        assertTrue(segments().size() > 2);
        try (Storage storage = open()) {
            assertEquals(500, storage.recovered().entries().size());
            append(storage, 501, 501);
            storage.log().flush();
        }
        try (Storage storage = open()) {
            assertEquals(501, storage.recovered().entries().getLast().index());
        }
    }

    @Test
    void aRecordLargerThanASegmentIsKept() throws IOException {
        byte[] large = new byte[100_000];
        large[99_999] = 1;
        try (Storage storage = open()) {
            storage.log().append(new LogRecord.Entry(1, 1, large));
            storage.log().flush();
        }
        try (Storage storage = open()) {
            assertEquals(1, storage.recovered().entries().getFirst().payload()[99_999]);
        }
    }

    @Test
    void anUnfinishedWriteAtTheEndIsCut() throws IOException {
        try (Storage storage = open()) {
            append(storage, 1, 2);
            storage.log().flush();
            append(storage, 3, 3);
            storage.log().flush();
        }
        // the last batch reached the disk in part only
        overwrite(segments().getLast(), endOf(segments().getLast()) - 16, (byte) 0x55);
        try (Storage storage = open()) {
            assertEquals(List.of("e1", "e2"), texts(storage));
            append(storage, 3, 4);
            storage.log().flush();
        }
        try (Storage storage = open()) {
            assertEquals(List.of("e1", "e2", "e3", "e4"), texts(storage));
        }
    }

    @Test
    void damageToWhatWasForcedIsRefusedByFileAndOffset() throws IOException {
        try (Storage storage = open()) {
            for (int i = 1; i <= 3; i++) {
                append(storage, i, i);
                storage.log().flush();
            }
        }
        Path segment = segments().getLast();
        int middle = endOf(segment) - 80;
        overwrite(segment, middle, (byte) 0x55);
        String refusal = refusal(this::open);
        assertTrue(refusal.contains(segment.toString()), refusal);
        assertTrue(refusal.matches(".*damaged at offset \\d+:.*"), refusal);
    }

    @Test
    void aMissingSegmentIsRefusedByName() throws IOException {
        try (Storage storage = open()) {
            for (int i = 1; i <= 500; i++) {
                append(storage, i, i);
                storage.log().flush();
            }
        }
        Path missing = segments().get(1);
        Files.delete(missing);
        String refusal = refusal(this::open);
        assertTrue(refusal.contains(missing.toString()), refusal);
    }

    @Test
    void theLogOfAnotherMemberIsRefused() throws IOException {
        Path wal = root.resolve("shared-wal");
        try (Storage storage = open(dataDir("a", wal, 7))) {
            append(storage, 1, 1);
            storage.log().flush();
        }
        DataDir other = dataDir("b", wal, 8);
        String refusal = refusal(() -> open(other));
        assertTrue(refusal.contains("belongs to member 7 of cluster c1"), refusal);
        other.close();
    }

    @Test
    void theLogBeforeTheOlderOfTwoSnapshotsGoes() throws IOException {
        try (Storage storage = open()) {
            for (int i = 1; i <= 900; i++) {
                append(storage, i, i);
                storage.log().flush();
                if (i % 300 == 0) {
                    save(storage, i);
                }
            }
        }
        assertEquals(2, files("snap").size());
        try (Storage storage = open()) {
            Snapshot newest = storage.recovered().snapshot().orElseThrow();
            assertEquals(900, newest.meta().index());
            assertEquals("state 900", new String(newest.read(0, newest.length()), StandardCharsets.UTF_8));
            assertEquals(List.of(), texts(storage));
        }
        assertTrue(segments().getFirst().compareTo(root.resolve("wal/0000000000000003.log")) > 0);
    }

    @Test
    void aDamagedSnapshotIsReplacedByTheOneBeforeAndTheLog() throws IOException {
        try (Storage storage = open()) {
            for (int i = 1; i <= 6; i++) {
                append(storage, i, i);
                storage.log().flush();
                if (i % 2 == 0) {
                    save(storage, i);
                }
            }
        }
        Path newest = files("snap").getLast();
        overwrite(newest, (int) Files.size(newest) - 6, (byte) 0x55);
        try (Storage storage = open()) {
            assertEquals(4, storage.recovered().snapshot().orElseThrow().meta().index());
            assertEquals(List.of("e5", "e6"), texts(storage));
        }
        assertTrue(Files.exists(newest.resolveSibling(newest.getFileName() + ".broken")));
    }

    @Test
    void aSnapshotThatDoesNotFitLeavesEverythingAsItWas() throws IOException {
        FaultyDisk.Faults faults = new FaultyDisk.Faults();
        try (Storage storage = Storage.open(dataDir("", null, 7), new FaultyDisk(faults), SMALL, FEW)) {
            append(storage, 1, 3);
            storage.log().flush();
            save(storage, 2);
            faults.space.set(100_000);
            assertThrows(OutOfSpace.class, () -> storage.save(snapshotAt(3), out -> out.write(new byte[1 << 20])));
            faults.space.set(Long.MAX_VALUE);
            append(storage, 4, 4);
            storage.log().flush();
        }
        assertEquals(1, files("snap").size());
        try (Storage storage = open()) {
            assertEquals(2, storage.recovered().snapshot().orElseThrow().meta().index());
            assertEquals(List.of("e3", "e4"), texts(storage));
        }
    }

    @Test
    void aReceivedSnapshotTakesThePlaceOfWhatItCovers() throws IOException {
        try (Storage storage = open()) {
            append(storage, 1, 3);
            save(storage, 100);
            storage.log().append(new LogRecord.Replaced(100, 1));
            append(storage, 101, 102);
            storage.log().flush();
        }
        try (Storage storage = open()) {
            assertEquals(
                    100, storage.recovered().snapshot().orElseThrow().meta().index());
            assertEquals(List.of("e101", "e102"), texts(storage));
        }
    }

    @Test
    void aReceivedSnapshotCountsEvenIfTheLogDoesNotKnowOfItYet() throws IOException {
        try (Storage storage = open()) {
            append(storage, 1, 3);
            storage.log().flush();
            save(storage, 100);
        }
        try (Storage storage = open()) {
            append(storage, 101, 101);
            storage.log().flush();
        }
        try (Storage storage = open()) {
            assertEquals(List.of("e101"), texts(storage));
        }
    }

    private static String refusal(Executable open) {
        return String.valueOf(assertThrows(UnusableDataDir.class, open).getMessage());
    }

    private Storage open() {
        return open(dataDir("", null, 7));
    }

    private static Storage open(DataDir dataDir) {
        try {
            return Storage.open(dataDir, new FileDisk(), SMALL, FEW);
        } catch (UnusableDataDir e) {
            dataDir.close();
            throw e;
        }
    }

    private DataDir dataDir(String name, @Nullable Path wal, long id) {
        MemberInfo self = new MemberInfo(id, "m" + id, SELF.peerUrls(), List.of());
        return DataDir.open(root.resolve(name), wal, new Identity(0xC1, id, List.of(self)));
    }

    private static void save(Storage storage, long index) throws IOException {
        storage.save(snapshotAt(index), out -> out.write(text("state " + index)));
    }

    private static void append(Storage storage, int from, int to) throws IOException {
        for (int i = from; i <= to; i++) {
            storage.log().append(new LogRecord.Entry(i, 1, text("e" + i)));
        }
    }

    private static List<String> texts(Storage storage) {
        return storage.recovered().entries().stream()
                .map(entry -> new String(entry.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SnapshotMeta snapshotAt(long index) {
        return new SnapshotMeta(index, 1, new SnapshotMeta.Group(0, List.of(7L), List.of(7L)));
    }

    private List<Path> segments() throws IOException {
        return files("wal").stream()
                .filter(file -> file.toString().endsWith(".log"))
                .toList();
    }

    private List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    private static int endOf(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return (end + 7) & ~7;
    }

    private static void overwrite(Path file, int offset, byte value) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(offset);
            access.write(value);
        }
    }
}
