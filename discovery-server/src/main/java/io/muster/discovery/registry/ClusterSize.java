package io.muster.discovery.registry;

import java.util.regex.Pattern;

/// How many members a cluster is to have.
///
/// @param members any number that was let through: the original takes zero and negative ones, too
public record ClusterSize(long members) {
    /// What a token gets when no size is asked for.
    public static final ClusterSize DEFAULT = new ClusterSize(3);

    private static final int SANE_MAX = 100;
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    /// A size that is not accepted, with the line that the client is told.
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        /// Refuses with a line for the client.
        public Refused(String line) {
            super(line);
        }

        public String line() {
            return String.valueOf(getMessage());
        }
    }

    /// Reads what a client asked for; nothing means the default.
    ///
    /// @param permissive take every number that the original takes, also those that no cluster can have
    public static ClusterSize parse(String text, boolean permissive) throws Refused {
        if (text.isEmpty()) {
            return DEFAULT;
        }
        if (!INTEGER.matcher(text).matches()) {
            throw new Refused("strconv.Atoi: parsing " + quoted(text) + ": invalid syntax");
        }
        long members;
        try {
            members = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw outOfRange(text, e);
        }
        if (!permissive && (members < 1 || members > SANE_MAX)) {
            throw new Refused("size " + members + " is refused: a cluster has 1 to " + SANE_MAX + " members");
        }
        return new ClusterSize(members);
    }

    private static Refused outOfRange(String text, NumberFormatException cause) {
        Refused refused = new Refused("strconv.Atoi: parsing " + quoted(text) + ": value out of range");
        refused.initCause(cause);
        return refused;
    }

    // As Go quotes, which is what the original answers with.
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').appendCodePoint(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        quoted.append("\\x%02x".formatted(c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return Long.toString(members);
    }
}
