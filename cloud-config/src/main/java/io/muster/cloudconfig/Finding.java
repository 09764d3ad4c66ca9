package io.muster.cloudconfig;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing found in a document: where, how bad, what it is, what to do about it.
///
/// @param sentence names the value and what is wrong with it
/// @param remedy what the writer can do, empty where the sentence says it all
/// @param original what coreos-cloudinit 1.14.0 says of the same thing, null where it keeps silent
public record Finding(
        Position at,
        Severity severity,
        Code code,
        String sentence,
        String remedy,
        @Nullable String original) {
    /// How Go marks what it was to print as text and is none.
    private static final String NO_TEXT = "%!s(";

    /// `FILE:LINE:COL: error: sentence; remedy [code]`, always one line.
    public String line(String file) {
        return "%s:%d:%d: %s: %s [%s]".formatted(file, at.line(), at.column(), severity, text(), code);
    }

    /// That line; and below it, indented, what coreos-cloudinit logs where nobody would know it for the same: a key
    /// that is not text it calls by another name, and finds in no line.
    public List<String> lines(String file) {
        return original != null && original.contains(NO_TEXT)
                ? List.of(
                        line(file),
                        "    coreos-cloudinit: line 0: %s: %s".formatted(severity, Quoted.oneLine(original)))
                : List.of(line(file));
    }

    /// `line N: error: sentence`, as `coreos-cloudinit -validate` prints it: in its own words where it has any.
    public String originalLine() {
        return "line %d: %s: %s".formatted(at.line(), severity, original == null ? text() : Quoted.oneLine(original));
    }

    /// Sentence and remedy, on one line.
    public String text() {
        return Quoted.oneLine(remedy.isEmpty() ? sentence : sentence + "; " + remedy);
    }
}
