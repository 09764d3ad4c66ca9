package io.muster.keyspace.server.log;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.MemberInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lets a machine crash again and again at moments of chance, and looks whether the log remembers everything that it
/// had said it would keep, and nothing that never was.
class StorageCrashTest {
    private static final long RUNS = Long.getLong("crash.seeds", 1000);
    private static final int CRASHES = 8;
    private static final int STEPS = 40;

    @TempDir
    private Path root;

    /// What a log may hold: the vote, where it begins, and a number for each entry.
    private record State(LogRecord.Vote vote, long snapshot, TreeMap<Long, Long> entries) {
        State after(LogRecord record) {
            TreeMap<Long, Long> next = new TreeMap<>(entries);
            return switch (record) {
                case LogRecord.Vote newest -> new State(newest, snapshot, next);
                case LogRecord.Entry entry -> {
                    next.put(entry.index(), ByteBuffer.wrap(entry.payload()).getLong());
                    yield new State(vote, snapshot, next);
                }
                case LogRecord.Truncated truncated -> {
                    next.tailMap(truncated.fromIndex(), true).clear();
                    yield new State(vote, snapshot, next);
                }
                case LogRecord.Head _, LogRecord.Committed _, LogRecord.Replaced _ ->
                    throw new IllegalStateException("not written here");
            };
        }

        State from(long newest) {
            TreeMap<Long, Long> left = new TreeMap<>(entries);
            left.headMap(newest, true).clear();
            return new State(vote, newest, left);
        }

        long last() {
            return entries.isEmpty() ? snapshot : entries.lastKey();
        }
    }

    @Test
    void nothingThatWasForcedIsLostAndNothingElseAppears() throws IOException {
        for (long run = 0; run < RUNS; run++) {
            long seed = Long.getLong("crash.seed", run);
            crashAgainAndAgain(seed, root);
        }
    }

    private static void crashAgainAndAgain(long seed, Path dir) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        SimulatedDisk disk = new SimulatedDisk();
        MemberInfo self = new MemberInfo(7, "m7", List.of(), List.of());
        Identity identity = new Identity(0xC1, 7, List.of(self));
        // Every state that the disk may hold: the last one that was forced, and those since.
        List<State> possible = new ArrayList<>(List.of(new State(new LogRecord.Vote(0, 0), 0, new TreeMap<>())));
        for (int crash = 0; crash < CRASHES; crash++) {
            disk.losePowerAtForce(random.nextInt(60));
            try (DataDir dataDir = DataDir.open(dir, null, identity);
                    Storage storage = Storage.open(dataDir, disk, new SegmentSizes(4096, 16384), new Retention(2, 1))) {
                State found = recovered(storage);
                List<State> candidates = possible.stream()
                        .map(state -> state.from(found.snapshot()))
                        .toList();
                assertTrue(
                        candidates.contains(found),
                        () -> "seed " + seed + ": found " + found + ", possible were " + candidates);
                possible.clear();
                possible.add(found);
                write(storage, random, possible);
            } catch (IOException | UnusableDataDir powerFailure) {
                assertTrue(String.valueOf(powerFailure.getMessage()).endsWith("power failure"), powerFailure::toString);
            }
            disk.crash(random);
        }
    }

    private static void write(Storage storage, RandomGenerator random, List<State> possible) throws IOException {
        State now = possible.getFirst();
        for (int step = random.nextInt(STEPS); step > 0; step--) {
            switch (random.nextInt(10)) {
                case 0 -> {
                    LogRecord vote = new LogRecord.Vote(now.vote().term() + 1, random.nextLong(3));
                    now = append(storage, now, vote, possible);
                    now = flushed(storage, now, possible);
                }
                case 1 -> {
                    if (now.last() > now.snapshot()) {
                        long from = now.snapshot() + 1 + random.nextLong(now.last() - now.snapshot());
                        now = append(storage, now, new LogRecord.Truncated(from), possible);
                    }
                }
                case 2 -> {
                    now = flushed(storage, now, possible);
                    if (now.last() > now.snapshot()) {
                        long index = now.snapshot() + 1 + random.nextLong(now.last() - now.snapshot());
                        SnapshotMeta.Group group = new SnapshotMeta.Group(0, List.of(7L), List.of(7L));
                        byte[] state = new byte[random.nextInt(3000)];
                        storage.save(new SnapshotMeta(index, 1, group), out -> out.write(state));
                        now = now.from(index);
                        possible.clear();
                        possible.add(now);
                    }
                }
                case 3, 4 -> now = flushed(storage, now, possible);
                default -> {
                    byte[] payload = new byte[8 + random.nextInt(1200)];
                    ByteBuffer.wrap(payload).putLong(random.nextLong());
                    now = append(storage, now, new LogRecord.Entry(now.last() + 1, 1, payload), possible);
                }
            }
        }
    }

    private static State append(Storage storage, State now, LogRecord record, List<State> possible) throws IOException {
        State next = now.after(record);
        possible.add(next);
        storage.log().append(record);
        return next;
    }

    private static State flushed(Storage storage, State now, List<State> possible) throws IOException {
        storage.log().flush();
        possible.clear();
        possible.add(now);
        return now;
    }

    private static State recovered(Storage storage) {
        TreeMap<Long, Long> entries = new TreeMap<>();
        for (LogRecord.Entry entry : storage.recovered().entries()) {
            entries.put(entry.index(), ByteBuffer.wrap(entry.payload()).getLong());
        }
        long snapshot = storage.recovered()
                .snapshot()
                .map(found -> found.meta().index())
                .orElse(0L);
        return new State(storage.recovered().vote(), snapshot, entries);
    }
}
