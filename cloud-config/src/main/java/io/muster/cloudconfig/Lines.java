package io.muster.cloudconfig;

import java.util.Arrays;

/// Where each line of a text begins, so that an offset becomes a `Position`.
///
/// Only LF ends a line here, as in an editor. YAML 1.1 also counts U+0085 and U+2028, so the parser's own line
/// numbers would be off by one behind each of them.
final class Lines {
    private final int[] starts;

    Lines(String text) {
        int[] codePoints = text.codePoints().toArray();
        int[] found = new int[codePoints.length + 1];
        int count = 1;
        for (int i = 0; i < codePoints.length; i++) {
            if (codePoints[i] == '\n') {
                found[count++] = i + 1;
            }
        }
        starts = Arrays.copyOf(found, count);
    }

    /// @param offset in code points from the start of the text
    Position at(int offset) {
        int hit = Arrays.binarySearch(starts, offset);
        int line = hit >= 0 ? hit : -hit - 2;
        return new Position(line + 1, offset - starts[line] + 1);
    }
}
