package io.muster.cloudconfig;

import java.util.Arrays;

/// Where each line of a text begins, so that an offset becomes a `Position`.
///
/// Only LF ends a line here, as in an editor. YAML 1.1 also counts U+0085 and U+2028, so the parser's own line
/// numbers would be off by one behind each of them.
final class Lines {
    /// Code points are counted anew from every so many chars on, so that a place in a long line is found as quickly.
    private static final int STRIDE = 256;

    private final String text;
    /// By line, in code points, as the YAML library counts.
    private final int[] starts;
    /// By stride, how many code points come before it.
    private final int[] pointsBefore;

    Lines(String text) {
        this.text = text;
        int[] found = new int[text.length() + 1];
        pointsBefore = new int[text.length() / STRIDE + 1];
        int lines = 1;
        int points = 0;
        for (int i = 0; i < text.length(); i++) {
            if (i % STRIDE == 0) {
                pointsBefore[i / STRIDE] = points;
            }
            char c = text.charAt(i);
            if (!isSecondHalf(i)) {
                points++;
            }
            if (c == '\n') {
                found[lines++] = points;
            }
        }
        if (text.length() % STRIDE == 0) {
            pointsBefore[text.length() / STRIDE] = points;
        }
        starts = Arrays.copyOf(found, lines);
    }

    String text() {
        return text;
    }

    /// @param offset in code points from the start of the text
    Position at(int offset) {
        int hit = Arrays.binarySearch(starts, offset);
        int line = hit >= 0 ? hit : -hit - 2;
        return new Position(line + 1, offset - starts[line] + 1);
    }

    /// @param index in chars from the start of the text
    Position atChar(int index) {
        int points = pointsBefore[index / STRIDE];
        for (int i = index - index % STRIDE; i < index; i++) {
            points += isSecondHalf(i) ? 0 : 1;
        }
        return at(points);
    }

    /// The index in chars of an offset in code points.
    int charOf(int offset) {
        int hit = Arrays.binarySearch(pointsBefore, offset);
        int stride = hit >= 0 ? hit : -hit - 2;
        int index = stride * STRIDE;
        int points = pointsBefore[stride];
        while (points < offset || (index < text.length() && isSecondHalf(index))) {
            points += isSecondHalf(index) ? 0 : 1;
            index++;
        }
        return index;
    }

    private boolean isSecondHalf(int index) {
        return index > 0
                && Character.isLowSurrogate(text.charAt(index))
                && Character.isHighSurrogate(text.charAt(index - 1));
    }
}
