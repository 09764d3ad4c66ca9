package io.muster.etcdctl;

/// Colours for people; off for anything that reads the output.
///
/// @param on whether standard output is a terminal that wants them
record Palette(boolean on) {
    static final Palette PLAIN = new Palette(false);

    /// What the launcher found out about standard output: asking it from here would load a console.
    static Palette ofProcess() {
        return new Palette(Boolean.getBoolean("muster.terminal"));
    }

    String directory(String text) {
        return paint("1;34", text);
    }

    String good(String text) {
        return paint("32", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    String heading(String text) {
        return paint("36", text);
    }

    private String paint(String colour, String text) {
        return on ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }
}
