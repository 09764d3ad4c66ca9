package io.muster.cloudconfig;

/// Values of a document as they are shown in messages.
final class Quoted {
    private static final int LONGEST = 60;

    private Quoted() {}

    /// The value between quotes, cut when long.
    static String of(String value) {
        String shown = value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
        return '"' + oneLine(shown) + '"';
    }

    /// Control characters escaped, so that a message stays on its line.
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || c == 0xFEFF) {
                        line.append("\\u%04x".formatted(c));
                    } else {
                        line.append((char) c);
                    }
                }
            }
        });
        return line.toString();
    }
}
