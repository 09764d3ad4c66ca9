package io.muster.agent.datasource;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Addresses written as numbers; names are never looked up.
public final class Ip {
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private Ip() {}

    public static Optional<InetAddress> parse(@Nullable String text) {
        if (text == null || (!V4.matcher(text).matches() && text.indexOf(':') < 0) || text.indexOf('%') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The address as it is usually written, null for what is none.
    static @Nullable String normal(@Nullable String text) {
        return parse(text).map(Ip::print).orElse(null);
    }

    static boolean isV4(String text) {
        return parse(text).filter(Inet4Address.class::isInstance).isPresent();
    }

    /// With the longest run of zeros of a v6 address shortened (RFC 5952).
    public static String print(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address.getHostAddress();
        }
        String[] groups = address.getHostAddress().split("[:%]", -1);
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end].equals("0")) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(groups[i]);
            }
        }
        return text.toString();
    }
}
