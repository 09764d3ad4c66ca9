package io.muster.cloudconfig;

/// One thing found in a document: where, how bad, what it is, what to do about it.
///
/// @param sentence names the value and what is wrong with it
/// @param remedy what the writer can do, empty where the sentence says it all
public record Finding(Position at, Severity severity, Code code, String sentence, String remedy) {
    /// `FILE:LINE:COL: error: sentence; remedy [code]`, always one line.
    public String line(String file) {
        String text = remedy.isEmpty() ? sentence : sentence + "; " + remedy;
        return "%s:%d:%d: %s: %s [%s]".formatted(file, at.line(), at.column(), severity, Quoted.oneLine(text), code);
    }
}
