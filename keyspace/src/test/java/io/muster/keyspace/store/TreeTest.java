package io.muster.keyspace.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.muster.keyspace.Command;
import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import io.muster.keyspace.Node;
import io.muster.keyspace.Read;
import io.muster.keyspace.wire.SnapshotCodec;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the persistent tree promises beside behaviour.
class TreeTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private final Store store = new Store(10);

    @Test
    void childrenAreListedInTheOrderOfTheirBytes() {
        for (String name : List.of("b", "😀", "a", "\uFFFD", "ab", "B", "a\u0000", "é")) {
            set(Key.ROOT.child(name));
        }
        Event all = (Event) store.get(new Read(Key.ROOT, false, true, Read.Consistency.LOCAL), NOON);
        assertEquals(
                List.of("B", "a", "a\u0000", "ab", "b", "é", "\uFFFD", "😀"),
                all.node().nodes().stream().map(Node::key).map(Key::name).toList());
    }

    @Test
    void anImageDoesNotChangeWithTheStore() {
        set(Key.of("/d/a"));
        StoreImage image = store.image();
        byte[] before = SnapshotCodec.encode(image);
        set(Key.of("/d/b"));
        store.apply(new Entry(NOON, List.of(new Command.Delete(Key.of("/d/a"), false, false))));
        assertArrayEquals(before, SnapshotCodec.encode(image));
    }

    @Test
    void aWriteIntoALargeDirectoryDoesNotCopyIt() {
        Key large = Key.of("/large");
        for (int i = 0; i < 20_000; i++) {
            set(large.child("child-" + i));
        }
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            set(large.child("child-" + i * 199));
        }
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / 100;
        assertTrue(each < 20_000, () -> "a write allocates " + each + " bytes");
    }

    @Test
    void aKeyOfManySegmentsDoesNotOverflowTheApplyingThread() {
        Key deep = Key.of("/d".repeat(50_000));
        set(deep);
        byte[] snapshot = SnapshotCodec.encode(store.image());
        store.restore(SnapshotCodec.decode(snapshot));
        assertArrayEquals(snapshot, SnapshotCodec.encode(store.image()));
        assertInstanceOf(
                Event.class,
                store.apply(new Entry(NOON, List.of(new Command.Delete(Key.of("/d"), true, true))))
                        .getFirst());
    }

    private void set(Key key) {
        assertInstanceOf(
                Event.class,
                store.apply(new Entry(NOON, List.of(new Command.Set(key, false, "v", null, false))))
                        .getFirst());
    }
}
