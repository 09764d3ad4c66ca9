package io.muster.etcdctl;

import java.util.List;

/// An option of the command line or of one of its commands.
///
/// @param names without dashes, the long one first
/// @param preset what it is when not given, as text; empty for a switch
/// @param summary for the help text
record Flag(List<String> names, Kind kind, String preset, String summary) {
    /// What follows the name.
    enum Kind {
        /// Nothing; `=true` or `=false` may be appended.
        SWITCH,
        /// Anything.
        TEXT,
        /// A whole number, also in hexadecimal (`0x1f`) or octal (`017`).
        NUMBER,
        /// A duration such as `1s`, `500ms` or `1m30s`.
        DURATION
    }

    Flag {
        names = List.copyOf(names);
    }

    static Flag toggle(String name, String summary) {
        return new Flag(List.of(name), Kind.SWITCH, "", summary);
    }

    static Flag text(String name, String summary) {
        return new Flag(List.of(name), Kind.TEXT, "", summary);
    }

    static Flag number(String name, String summary) {
        return new Flag(List.of(name), Kind.NUMBER, "0", summary);
    }

    static Flag duration(String name, String preset, String summary) {
        return new Flag(List.of(name), Kind.DURATION, preset, summary);
    }

    /// The same flag with a second, one-letter name.
    Flag or(String letter) {
        return new Flag(List.of(name(), letter), kind, preset, summary);
    }

    /// The same flag with another preset.
    Flag presetTo(String text) {
        return new Flag(names, kind, text, summary);
    }

    String name() {
        return names.getFirst();
    }
}
