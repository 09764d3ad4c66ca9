package io.muster.keyspace.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.keyspace.Command;
import io.muster.keyspace.Key;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.access.AccessChange;
import io.muster.keyspace.access.Permissions;
import io.muster.keyspace.access.Role;
import io.muster.keyspace.store.Entry;
import io.muster.keyspace.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.000000001Z");

    @Test
    void anEmptyStoreComesBack() {
        byte[] bytes = SnapshotCodec.encode(new Store(5).image());
        assertEquals(new Store(5).image(), SnapshotCodec.decode(bytes));
    }

    @Test
    void aStoreComesBackWithItsHistory() {
        var image = filled().image();
        byte[] bytes = SnapshotCodec.encode(image);
        var decoded = SnapshotCodec.decode(bytes);
        assertEquals(image, decoded);
        assertArrayEquals(bytes, SnapshotCodec.encode(decoded));
    }

    /// A member may be started with room for fewer events than its snapshot holds.
    @Test
    void aSmallerHistoryKeepsTheNewest() {
        var smaller = new Store(2);
        smaller.restore(SnapshotCodec.decode(SnapshotCodec.encode(filled().image())));
        assertEquals(
                List.of(9L, 10L),
                smaller.image().history().stream().map(slot -> slot.index()).toList());
    }

    @Test
    void everyCutIsNoticed() {
        byte[] bytes = SnapshotCodec.encode(filled().image());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(MalformedBytesException.class, () -> SnapshotCodec.decode(cut));
        }
    }

    /// Members written by a build that knew nothing of access control go on, without users.
    @Test
    void theFormatBeforeAccessControlIsRead() {
        byte[] now = SnapshotCodec.encode(new Store(5).image());
        byte[] before = Arrays.copyOf(now, now.length - 4);
        before[0] = 1;
        assertEquals(new Store(5).image(), SnapshotCodec.decode(before));
    }

    /// Members written by a build that could not change the members go on, and nobody was removed.
    @Test
    void theFormatBeforeMembersChangedIsRead() {
        byte[] now = SnapshotCodec.encode(new Store(5).image());
        byte[] before = Arrays.copyOf(now, now.length - 1);
        before[0] = 2;
        assertEquals(new Store(5).image(), SnapshotCodec.decode(before));
    }

    @Test
    void somethingElseIsRefusedByName() {
        var e = assertThrows(MalformedBytesException.class, () -> SnapshotCodec.decode(new byte[] {123, 34}));
        assertEquals("snapshot has format 123, this build reads 3: use the build that wrote it", e.getMessage());
    }

    @Test
    void theSameBytesMayComeAndGoInPieces() {
        var store = filled();
        for (int i = 0; i < 200; i++) {
            var large = new Command.Set(Key.of("/large/" + i), false, "é".repeat(i * 1_000), null, false);
            store.apply(new Entry(NOON, List.of(large)));
        }
        var image = store.image();
        byte[] bytes = SnapshotCodec.encode(image);
        var pieces = new ByteArrayOutputStream();
        SnapshotCodec.encode(image, pieces::write);
        assertArrayEquals(bytes, pieces.toByteArray());
        assertEquals(image, SnapshotCodec.decode(inPieces(bytes, 7), bytes.length));
        assertEquals(image, SnapshotCodec.decode(inPieces(bytes, 1 << 20), bytes.length));
        for (int length : new int[] {0, 5, 70_000, bytes.length - 1}) {
            assertThrows(
                    MalformedBytesException.class,
                    () -> SnapshotCodec.decode(inPieces(Arrays.copyOf(bytes, length), 512), bytes.length));
        }
    }

    private static ByteSource inPieces(byte[] bytes, int most) {
        var in = new ByteArrayInputStream(bytes);
        return (into, offset, room) -> in.read(into, offset, Math.min(room, most));
    }

    private static Store filled() {
        var store = new Store(5);
        var minute = Duration.ofMinutes(1);
        store.apply(new Entry(
                NOON,
                List.of(
                        new Command.Set(Key.of("/a"), false, "\uDCFF", minute, false),
                        new Command.Set(Key.of("/a"), false, "", minute, true),
                        new Command.Create(Key.of("/d/e/f"), true, "", minute),
                        new Command.Set(Key.of("/d/x"), false, "2", null, false),
                        new Command.Delete(Key.of("/d/e"), false, true),
                        new Command.PublishMember(new MemberInfo(3, "m", List.of("http://p:1"), List.of("http://c:2"))),
                        new Command.Update(Key.of("/d"), false, "", minute, false))));
        store.apply(new Entry(
                NOON,
                List.of(
                        new Command.ChangeAccess(new AccessChange.PutUser("root", "$2a$", List.of("r"))),
                        new Command.ChangeAccess(new AccessChange.CreateRole(new Role("r", Permissions.NONE))),
                        new Command.ChangeAccess(new AccessChange.Enable()))));
        return store;
    }
}
