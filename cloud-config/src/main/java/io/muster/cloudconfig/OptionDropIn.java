package io.muster.cloudconfig;

import java.util.Map;
import java.util.stream.Collectors;

/// The files that hand options to a service.
final class OptionDropIn {
    /// The name of the generated drop-in below `UNIT.d`.
    static final String NAME = "20-cloudinit.conf";

    private OptionDropIn() {}

    /// A systemd drop-in with one `Environment=` line an option. Quotes, backslashes and line breaks in a value are
    /// escaped: the original wrote them as they were and broke the unit.
    static String unit(Options options) {
        return options.variables().entrySet().stream()
                .map(entry -> "Environment=\"" + entry.getKey() + "=" + escaped(entry.getValue()) + "\"\n")
                .collect(Collectors.joining("", "[Service]\n", ""));
    }

    /// Plain `NAME=value` lines without a last line break, as flannel's options have it.
    static String plain(Options options) {
        return options.variables().entrySet().stream().map(OptionDropIn::line).collect(Collectors.joining("\n"));
    }

    private static String line(Map.Entry<String, String> entry) {
        return entry.getKey() + "=" + entry.getValue();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
