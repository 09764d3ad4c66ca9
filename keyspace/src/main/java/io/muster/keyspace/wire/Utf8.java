package io.muster.keyspace.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Text that may not be text: clients may send any bytes as a key or value, and comparing them must still work.
///
/// Each byte that is no part of valid UTF-8 is held as the lone surrogate U+DC00 + byte, which no valid text
/// contains, and becomes that byte again when encoded. [EventJson] writes it as the six characters `\ufffd`, as Go
/// does.
public final class Utf8 {
    private static final char BYTE_BASE = 0xDC00;

    private Utf8() {}

    public static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    public static String decode(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, UTF_8);
        return text.indexOf('\uFFFD') < 0 ? text : decodeCarefully(bytes, offset, offset + length);
    }

    public static byte[] encode(String text) {
        var out = new ByteWriter(text.length() + 8);
        out.utf8(text);
        return out.toByteArray();
    }

    /// The text with U+FFFD for each char that is no character, as JSON's escapes may spell them: none of them may be
    /// taken for a byte.
    static String withoutLoneSurrogates(String text) {
        StringBuilder clean = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (isLoneSurrogate(text, i)) {
                clean.setCharAt(i, '\uFFFD');
            }
        }
        return clean.toString();
    }

    /// Whether the char at `i` stands for a byte, or is otherwise no character.
    static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }

    /// The byte that a lone surrogate stands for; -1 when it stands for none.
    static int heldByte(char c) {
        int held = c - BYTE_BASE;
        return held >= 0x80 && held <= 0xFF ? held : -1;
    }

    private static String decodeCarefully(byte[] bytes, int start, int end) {
        var text = new StringBuilder(end - start);
        int i = start;
        while (i < end) {
            int size = sequence(bytes, i, end);
            if (size == 0) {
                text.append((char) (BYTE_BASE + (bytes[i] & 0xFF)));
                i++;
            } else {
                text.append(new String(bytes, i, size, UTF_8));
                i += size;
            }
        }
        return text.toString();
    }

    /// The size of the valid sequence at `i`; 0 when there is none. RFC 3629, section 4.
    private static int sequence(byte[] bytes, int i, int end) {
        int lead = bytes[i] & 0xFF;
        if (lead < 0x80) {
            return 1;
        }
        int size = lead >= 0xC2 && lead <= 0xDF
                ? 2
                : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
        if (size == 0 || i + size > end) {
            return 0;
        }
        int second = bytes[i + 1] & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 0;
        }
        for (int k = i + 2; k < i + size; k++) {
            if ((bytes[k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }
}
