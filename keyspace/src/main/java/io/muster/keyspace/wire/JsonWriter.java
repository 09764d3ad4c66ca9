package io.muster.keyspace.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/// Writes JSON as Go's `encoding/json` does, without blanks: `<`, `>`, `&`, U+2028 and U+2029 are escaped, and bytes
/// that are no text become `\ufffd`.
///
/// The caller sees to it that members and values alternate as they must.
public final class JsonWriter {
    private static final String HEX = "0123456789abcdef";

    // RFC 3339 with as many digits of a second as are needed; ISO_INSTANT writes them in groups of three.
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral('Z')
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final ByteWriter out = new ByteWriter(256);
    private boolean first = true;

    public byte[] toByteArray() {
        return out.toByteArray();
    }

    /// Text that is JSON already.
    public JsonWriter raw(String json) {
        out.utf8(json);
        return this;
    }

    public JsonWriter open() {
        out.octet('{');
        first = true;
        return this;
    }

    public JsonWriter close() {
        out.octet('}');
        first = false;
        return this;
    }

    /// Begins a member; its value must follow.
    public JsonWriter member(String name) {
        if (!first) {
            out.octet(',');
        }
        first = false;
        out.octet('"').utf8(name).octet('"').octet(':');
        return this;
    }

    public JsonWriter member(String name, String value) {
        return member(name).string(value);
    }

    /// A number taken as signed.
    public JsonWriter member(String name, long value) {
        return member(name).raw(Long.toString(value));
    }

    public JsonWriter unsigned(String name, long value) {
        return member(name).raw(Long.toUnsignedString(value));
    }

    /// A moment in RFC 3339.
    public JsonWriter moment(String name, Instant value) {
        return member(name).raw('"' + MOMENT.format(value) + '"');
    }

    /// A list, its items written one by one.
    public <T> JsonWriter member(String name, List<T> items, BiConsumer<JsonWriter, T> write) {
        member(name).raw("[");
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.octet(',');
            }
            write.accept(this, items.get(i));
        }
        return raw("]");
    }

    public JsonWriter string(String text) {
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
