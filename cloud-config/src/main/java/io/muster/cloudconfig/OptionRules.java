package io.muster.cloudconfig;

/// Rules for options that become `Environment=` lines of a drop-in.
final class OptionRules {
    private OptionRules() {}

    static void check(Value.Section options, Report.Builder report) {
        options.values().forEach((option, value) -> {
            if (value instanceof Value.Text text) {
                lineBreak(option, text, report);
                escapes(option, text, report);
            }
        });
    }

    private static void lineBreak(String option, Value.Text text, Report.Builder report) {
        if (text.value().strip().contains("\n")) {
            report.warning(text.at(), Code.UNSAFE_VALUE, option + " has a line break inside", "write it on one line");
        }
    }

    private static void escapes(String option, Value.Text text, Report.Builder report) {
        int escape = Math.max(text.value().indexOf("\\\""), text.value().indexOf("\\\\"));
        if (escape >= 0) {
            report.warning(
                    text.at(escape),
                    Code.ESCAPED_VALUE,
                    option + " is escaped for systemd, which coreos-cloudinit left to the file",
                    "write it as it is meant: it is escaped here");
        }
    }
}
