package io.muster.etcdctl;

import java.nio.charset.StandardCharsets;

/// Percent-encoding as Go's `net/url` does it, so that `--debug` shows the same lines.
final class Percent {
    private static final String UNRESERVED = "-_.~";

    private Percent() {}

    /// For a path; slashes stay.
    static String path(String text) {
        return encode(text, UNRESERVED + "/$&+,:;=@", "%20");
    }

    /// For a name or value in a query or form.
    static String field(String text) {
        return encode(text, UNRESERVED, "+");
    }

    private static String encode(String text, String kept, String blank) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kept.indexOf(c) >= 0) {
                encoded.append(c);
            } else if (c == ' ') {
                encoded.append(blank);
            } else {
                encoded.append('%').append(hex(c >> 4)).append(hex(c & 15));
            }
        }
        return encoded.toString();
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit);
    }
}
