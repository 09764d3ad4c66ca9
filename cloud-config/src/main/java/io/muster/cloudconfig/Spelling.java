package io.muster.cloudconfig;

/// How a scalar is written in its document, which tells where each character of its value stands.
///
/// Line folding and indentation touch white space alone, so the n-th character of the value that is not white space is
/// the n-th of the source that is none, escapes of quoted text counted as what they stand for.
///
/// @param start of the scalar in chars, behind its anchor and tag
record Spelling(Lines lines, int start, int end) {
    /// Where the value's character at this index stands.
    Position at(String value, int index) {
        String source = lines.text();
        int wanted = 0;
        for (int i = 0; i < index; i++) {
            wanted += isBlank(value.charAt(i)) ? 0 : 1;
        }
        char first = start < end ? source.charAt(start) : 0;
        return switch (first) {
            case '|', '>' -> plain(source.indexOf('\n', start) + 1, wanted);
            case '\'' -> single(start + 1, wanted);
            case '"' -> escaped(start + 1, wanted);
            default -> plain(start, wanted);
        };
    }

    private Position plain(int from, int wanted) {
        int left = wanted;
        for (int i = from; i < end; i++) {
            if (!isBlank(lines.text().charAt(i)) && left-- == 0) {
                return lines.atChar(i);
            }
        }
        return lines.atChar(start);
    }

    private Position single(int from, int wanted) {
        int left = wanted;
        for (int i = from; i < end; i++) {
            char c = lines.text().charAt(i);
            if (!isBlank(c) && left-- == 0) {
                return lines.atChar(i);
            }
            if (c == '\'') {
                i++;
            }
        }
        return lines.atChar(start);
    }

    private Position escaped(int from, int wanted) {
        int left = wanted;
        int i = from;
        while (i < end) {
            char c = lines.text().charAt(i);
            int length = c == '\\' && i + 1 < end ? escapeLength(lines.text().charAt(i + 1)) : 1;
            int chars = c == '\\' && i + 1 < end ? escapedChars(i + 1, length) : isBlank(c) ? 0 : 1;
            if (left < chars) {
                return lines.atChar(i);
            }
            left -= chars;
            i += length;
        }
        return lines.atChar(start);
    }

    private static int escapeLength(char kind) {
        return switch (kind) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    /// How many characters that are no white space an escape stands for.
    private int escapedChars(int at, int length) {
        return switch (lines.text().charAt(at)) {
            case '\n', '\r', ' ', '\t', 'n', 'r', 't', 'v', 'f', 'N', 'L', 'P' -> 0;
            case 'x', 'u', 'U' -> {
                int code = Integer.parseInt(lines.text(), at + 1, at + length - 1, 16);
                yield code <= Character.MAX_VALUE && isBlank((char) code) ? 0 : Character.charCount(code);
            }
            default -> 1;
        };
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || c == '\u0085';
    }
}
