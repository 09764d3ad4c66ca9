package io.muster.keyspace.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muster.keyspace.wire.EntryCodec;
import io.muster.keyspace.wire.SnapshotCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// One log, several members: whatever each lived through, equal entries end in equal bytes. `-Dseed=N` replays a run.
class ReplicatedLogTest {
    private static final int HISTORY_SIZE = 20;

    @Test
    void membersThatAppliedTheSameEntriesHaveTheSameSnapshot() {
        long first = Long.getLong("seed", new Random().nextLong());
        for (long seed = first; seed < first + 60; seed++) {
            try {
                simulate(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("replay with -Dseed=" + seed, e);
            }
        }
    }

    private static void simulate(Random random) {
        var commands = new RandomCommands(random);
        var leader = new Store(HISTORY_SIZE);
        List<Member> members = List.of(new Member(), new Member(), new Member());
        List<byte[]> log = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            Entry entry = commands.entry(leader.index());
            leader.apply(entry);
            log.add(EntryCodec.encode(entry));
            for (Member member : members) {
                switch (random.nextInt(20)) {
                    case 0 -> member.restart();
                    case 1 -> member.install(SnapshotCodec.encode(leader.image()), log.size());
                    case 2, 3, 4 -> member.catchUp(log, random.nextInt(log.size() + 1));
                    default -> {}
                }
            }
        }
        byte[] expected = SnapshotCodec.encode(leader.image());
        for (Member member : members) {
            member.catchUp(log, log.size());
            assertArrayEquals(expected, SnapshotCodec.encode(member.store.image()));
            assertEquals(leader.nextExpiry(), member.store.nextExpiry());
        }
    }

    /// A member that reads the log at its own pace, restarts from its own snapshots, and is helped with the leader's.
    private static final class Member {
        private Store store = new Store(HISTORY_SIZE);
        private int applied;

        void catchUp(List<byte[]> log, int end) {
            while (applied < end) {
                store.apply(EntryCodec.decode(log.get(applied++)));
            }
        }

        void restart() {
            byte[] snapshot = SnapshotCodec.encode(store.image());
            store = new Store(HISTORY_SIZE);
            store.restore(SnapshotCodec.decode(snapshot));
        }

        void install(byte[] snapshot, int end) {
            store.restore(SnapshotCodec.decode(snapshot));
            applied = end;
        }
    }
}
