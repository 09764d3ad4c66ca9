package io.muster.keyspace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.keyspace.Command;
import io.muster.keyspace.Key;
import io.muster.keyspace.store.Entry;
import io.muster.keyspace.store.Store;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotFileTest {
    @Test
    void whatWasWrittenIsRead() {
        Store store = store();
        SnapshotFile.Content content = SnapshotFile.read(file(store));
        assertEquals(store.image(), content.image());
        // /a, /d, /d/_hidden
        assertEquals(3, content.keys());
    }

    @Test
    void aFileThatIsCutShortAnywhereIsRefused() {
        byte[] file = file(store());
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThrows(MalformedBytesException.class, () -> SnapshotFile.read(cut));
        }
    }

    @Test
    void aBitThatFlippedAnywhereIsNoticed() {
        byte[] file = file(store());
        for (int at = 0; at < file.length; at++) {
            byte[] spoilt = file.clone();
            spoilt[at] ^= 1;
            assertThrows(MalformedBytesException.class, () -> SnapshotFile.read(spoilt));
        }
    }

    private static Store store() {
        Store store = new Store(Store.DEFAULT_HISTORY_SIZE);
        store.apply(new Entry(
                Instant.EPOCH,
                List.of(
                        new Command.Set(Key.of("/a"), false, "1", null, false),
                        new Command.Set(Key.of("/d/_hidden"), false, "2", null, false))));
        return store;
    }

    private static byte[] file(Store store) {
        var bytes = new ByteArrayOutputStream();
        SnapshotFile.write(to -> SnapshotCodec.encode(store.image(), to), bytes::write);
        return bytes.toByteArray();
    }
}
