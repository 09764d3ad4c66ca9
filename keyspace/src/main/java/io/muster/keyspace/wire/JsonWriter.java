package io.muster.keyspace.wire;

import java.util.List;
import java.util.function.BiConsumer;

/// Writes JSON as Go's `encoding/json` does, without blanks: `<`, `>`, `&`, U+2028 and U+2029 are escaped, and bytes
/// that are no text become `\ufffd`.
final class JsonWriter {
    private static final String HEX = "0123456789abcdef";

    private final ByteWriter out = new ByteWriter(256);
    private boolean first = true;

    byte[] toByteArray() {
        return out.toByteArray();
    }

    /// Text that is JSON already.
    JsonWriter raw(String json) {
        out.utf8(json);
        return this;
    }

    JsonWriter open() {
        out.octet('{');
        first = true;
        return this;
    }

    JsonWriter close() {
        out.octet('}');
        first = false;
        return this;
    }

    /// Begins a member; its value must follow.
    JsonWriter member(String name) {
        if (!first) {
            out.octet(',');
        }
        first = false;
        out.octet('"').utf8(name).octet('"').octet(':');
        return this;
    }

    JsonWriter member(String name, String value) {
        return member(name).string(value);
    }

    /// A number taken as signed.
    JsonWriter member(String name, long value) {
        return member(name).raw(Long.toString(value));
    }

    JsonWriter unsigned(String name, long value) {
        return member(name).raw(Long.toUnsignedString(value));
    }

    <T> JsonWriter member(String name, List<T> items, BiConsumer<JsonWriter, T> write) {
        member(name).raw("[");
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.octet(',');
            }
            write.accept(this, items.get(i));
        }
        return raw("]");
    }

    JsonWriter string(String text) {
        out.octet('"');
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                out.octet(c);
                i++;
            } else if (c >= 0x80 && c != '\u2028' && c != '\u2029' && !Utf8.isLoneSurrogate(text, i)) {
                i += out.utf8(text, i);
            } else {
                escape(c);
                i++;
            }
        }
        out.octet('"');
        return this;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x80 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
    }

    private void escape(char c) {
        out.octet('\\');
        switch (c) {
            case '"', '\\' -> out.octet(c);
            case '\n' -> out.octet('n');
            case '\r' -> out.octet('r');
            case '\t' -> out.octet('t');
            default -> {
                int shown = Character.isSurrogate(c) ? 0xFFFD : c;
                out.octet('u');
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.octet(HEX.charAt((shown >> shift) & 0xF));
                }
            }
        }
    }
}
