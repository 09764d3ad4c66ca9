package io.muster.keyspace.server.http;

import io.muster.keyspace.wire.Utf8;
import java.io.ByteArrayOutputStream;

/// Percent encoding as Go's `net/url` reads it: any byte may be encoded, and what is no UTF-8 stays distinguishable.
final class FormText {
    private FormText() {}

    /// An encoding that names no byte. The message is the one that clients of the original know.
    static final class MalformedEscape extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedEscape(String escape) {
            super("invalid URL escape \"" + escape + "\"");
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /// Decodes a path, in which a plus is a plus.
    static String decodePath(String text) throws MalformedEscape {
        return text.indexOf('%') < 0 ? text : decode(text, false);
    }

    /// Decodes a name or value of a form, in which a plus is a blank.
    static String decodeField(String text) throws MalformedEscape {
        return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : decode(text, true);
    }

    private static String decode(String text, boolean plusIsBlank) throws MalformedEscape {
        byte[] in = Utf8.encode(text);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            byte b = in[i];
            if (b == '%') {
                if (i + 2 >= in.length || digit(in[i + 1]) < 0 || digit(in[i + 2]) < 0) {
                    throw new MalformedEscape(Utf8.decode(in, i, Math.min(3, in.length - i)));
                }
                out.write(digit(in[i + 1]) << 4 | digit(in[i + 2]));
                i += 2;
            } else {
                out.write(plusIsBlank && b == '+' ? ' ' : b);
            }
        }
        return Utf8.decode(out.toByteArray());
    }

    private static int digit(byte b) {
        return Character.digit(b, 16);
    }
}
