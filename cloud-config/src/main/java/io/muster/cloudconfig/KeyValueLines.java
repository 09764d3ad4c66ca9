package io.muster.cloudconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Files of `NAME=value` lines that belong to several writers: what is not ours stays as it is.
final class KeyValueLines {
    private KeyValueLines() {}

    /// The text with these values: the first line of each name is replaced in place, missing names are added at the
    /// end in alphabetical order. Lines end in LF.
    static String with(String text, SortedMap<String, String> values) {
        SortedMap<String, String> missing = new TreeMap<>(values);
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals);
            String value = missing.remove(name);
            lines.add(value == null ? line : name + "=" + value);
        }
        missing.forEach((name, value) -> lines.add(name + "=" + value));
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
