package io.muster.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class UndatedTest {
    private static final int CHECKSUM = 0x138;
    private static final int MOMENT = 0x2588;

    @Test
    void whenItWasMadeLeavesNoTrace() {
        byte[] undated = Undated.of(archive(17, 0x0001_ffff_fff0L, 3), archive(18, 0x0002_0000_0010L, 3));

        assertArrayEquals(archive(0, 0, 3), undated);
        assertArrayEquals(
                undated, Undated.of(archive(-4, 70_000_000L, 3), archive(99, 70_003_000L, 3)), "on another day");
    }

    @Test
    void archivesOfOtherClassesAreNotMixed() {
        IllegalStateException others = assertThrows(
                IllegalStateException.class, () -> Undated.of(archive(1, 5_000_000L, 3), archive(2, 5_003_000L, 1)));
        assertTrue(others.toString().contains("byte 12288 belongs to 3 and 1,"), others.toString());
        assertThrows(IllegalStateException.class, () -> Undated.of(archive(1, 5, 3), archive(1, 9_000_000L, 3)));
        byte[] otherCode = archive(1, 5, 3);
        otherCode[24]++;
        assertThrows(IllegalStateException.class, () -> Undated.of(archive(1, 5, 3), otherCode), "its checksum");
        assertThrows(IllegalStateException.class, () -> Undated.of(new byte[8192], new byte[4096]));
    }

    private static byte[] archive(int checksum, long moment, long content) {
        ByteBuffer archive = ByteBuffer.allocate(16384).order(ByteOrder.nativeOrder());
        archive.putInt(CHECKSUM, checksum).putLong(MOMENT, moment).putLong(12288, content);
        return archive.array();
    }
}
