package io.muster.keyspace.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    @Test
    void textIsText() {
        String text = "a\u0000é世\uFFFD😀";
        assertEquals(text, Utf8.decode(text.getBytes(UTF_8)));
        assertArrayEquals(text.getBytes(UTF_8), Utf8.encode(text));
    }

    @Test
    void eachByteThatIsNoTextIsHeldAlone() {
        assertEquals("\uDCFF", Utf8.decode(bytes(0xFF)));
        assertEquals("\uDCC0\uDC80", Utf8.decode(bytes(0xC0, 0x80)), "overlong");
        assertEquals("\uDCED\uDCA0\uDC80", Utf8.decode(bytes(0xED, 0xA0, 0x80)), "a surrogate");
        assertEquals("\uDCF4\uDC90\uDC80\uDC80", Utf8.decode(bytes(0xF4, 0x90, 0x80, 0x80)), "beyond U+10FFFF");
        assertEquals("\uDCE4\uDCB8a", Utf8.decode(bytes(0xE4, 0xB8, 'a')), "cut short");
        assertEquals("\uFFFD\uDCFF", Utf8.decode(bytes(0xEF, 0xBF, 0xBD, 0xFF)), "an honest U+FFFD");
    }

    @Test
    void anyBytesComeBack() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            String text = Utf8.decode(bytes);
            assertArrayEquals(bytes, Utf8.encode(text));
            assertEquals(text, Utf8.decode(Utf8.encode(text)));
        }
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
