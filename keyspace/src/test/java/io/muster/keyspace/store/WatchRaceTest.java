package io.muster.keyspace.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.muster.keyspace.Command;
import io.muster.keyspace.Event;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Key;
import io.muster.keyspace.Read;
import io.muster.keyspace.Watch;
import io.muster.keyspace.fixture.Heard;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Watches and reads from other threads while entries are applied.
class WatchRaceTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final int WRITES = 20_000;
    private static final Key KEY = Key.of("/counter");

    @Test
    void aClientThatPollsFromTheNextIndexMissesNothing() throws Exception {
        var store = new Store(WRITES);
        try (var threads = Executors.newFixedThreadPool(3)) {
            Future<?> polling = threads.submit(() -> pollAll(store));
            Future<?> reading = threads.submit(() -> readUntilTheLast(store));
            threads.submit(() -> writeAll(store)).get();
            polling.get();
            reading.get();
        }
        assertEquals(0, store.watches());
    }

    private static Void writeAll(Store store) {
        for (int i = 1; i <= WRITES; i++) {
            store.apply(new Entry(NOON, List.of(new Command.Set(KEY, false, "" + i, null, false))));
        }
        return null;
    }

    private static Void pollAll(Store store) throws InterruptedException {
        for (int i = 1; i <= WRITES; i++) {
            var heard = new Heard();
            assertInstanceOf(Watch.Begun.class, store.watch(new Follow(KEY, false, false, i), heard));
            assertEquals("" + i, heard.next().node().value());
            heard.awaitEnd();
        }
        return null;
    }

    /// What is read never goes back, and index and tree belong together.
    private static Void readUntilTheLast(Store store) {
        long last = 0;
        while (last < WRITES) {
            if (store.get(new Read(KEY, false, false, Read.Consistency.LOCAL), NOON) instanceof Event read) {
                assertEquals(read.index(), read.node().modifiedIndex());
                assertEquals(true, read.index() >= last);
                last = read.index();
            }
        }
        return null;
    }
}
