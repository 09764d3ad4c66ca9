package io.muster.cloudconfig;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Rules for `write_files`.
final class FileRules {
    private static final Pattern DECIMAL = Pattern.compile("[1-9][0-9]{2,3}");

    /// Modes that people write; as decimal numbers they are what a YAML tool leaves of them.
    private static final Set<String> USUAL_MODES = Set.of(
            "400", "440", "444", "500", "550", "555", "600", "640", "644", "660", "664", "666", "700", "744", "750",
            "755", "770", "775", "1777");

    private FileRules() {}

    static void check(List<Value.Section> files, Report.Builder report) {
        Map<String, Position> written = new HashMap<>();
        for (Value.Section file : files) {
            if (file.text("path").isEmpty()) {
                report.error(file.at(), Code.NO_PATH, "this file has no path", "say where it goes");
            }
            file.text("path").ifPresent(path -> path(path, written, report));
            file.text("permissions").ifPresent(mode -> permissions(mode, report));
            content(file, report);
        }
    }

    /// The path below `/`, with `.` and `..` resolved: `..` never leads above the root.
    static String absolute(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            switch (part) {
                case "", "." -> {}
                case ".." -> parts.pollLast();
                default -> parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    private static void path(Value.Text text, Map<String, Position> written, Report.Builder report) {
        String path = absolute(text.value());
        if (path.indexOf('\0') >= 0) {
            report.error(
                    text.at(),
                    Code.INVALID_VALUE,
                    "path %s has a NUL, which no file name may have".formatted(Quoted.of(text.value())),
                    "leave it out");
        } else if (path.equals("/")) {
            report.error(text.at(), Code.NO_PATH, Quoted.of(text.value()) + " is the root folder", "name a file");
        } else if (path.equals("/usr") || path.startsWith("/usr/")) {
            report.error(
                    text.at(),
                    Code.READ_ONLY_PATH,
                    "path %s is under /usr, which is read-only".formatted(Quoted.of(text.value())),
                    "use /opt or /etc",
                    "file cannot be written to a read-only filesystem");
        }
        if (!text.value().startsWith("/")) {
            report.warning(
                    text.at(),
                    Code.RELATIVE_PATH,
                    "path %s does not begin with /".formatted(Quoted.of(text.value())),
                    "write " + path);
        }
        Position first = written.putIfAbsent(path, text.at());
        if (first != null) {
            report.warning(
                    text.at(),
                    Code.REPEATED_PATH,
                    "%s is written again, first in line %d".formatted(path, first.line()),
                    "the last one wins: keep one of them");
        }
    }

    private static void permissions(Value.Text text, Report.Builder report) {
        String mode = text.value();
        String meant = DECIMAL.matcher(mode).matches() ? Integer.toOctalString(Integer.parseInt(mode)) : "";
        if (!USUAL_MODES.contains(meant) || USUAL_MODES.contains(mode)) {
            special(text, report);
            return;
        }
        String sentence = "permissions %s is what a YAML tool makes of 0%s".formatted(mode, meant);
        String remedy = "write \"0%s\", with the quotes".formatted(meant);
        if (mode.matches("[0-7]+")) {
            report.warning(text.at(), Code.DECIMAL_PERMISSIONS, sentence + "; taken as mode 0" + mode, remedy);
        } else {
            report.info(text.at(), Code.DECIMAL_PERMISSIONS, sentence, remedy);
        }
    }

    private static void special(Value.Text text, Report.Builder report) {
        if (text.value().matches("0?[1-7][0-7]{3}")) {
            report.info(
                    text.at(),
                    Code.SPECIAL_PERMISSIONS,
                    "permissions %s set more than who may read, write and execute".formatted(text.value()),
                    "coreos-cloudinit dropped the first digit, here it counts");
        }
    }

    private static void content(Value.Section file, Report.Builder report) {
        if (!(file.values().get("content") instanceof Value.Text content)) {
            return;
        }
        String encoding = file.text("encoding").map(Value.Text::value).orElse("");
        if (ContentEncoding.decode(content, encoding).isEmpty()) {
            report.error(
                    content.at(),
                    Code.UNDECODABLE,
                    "content cannot be decoded as " + Quoted.of(encoding),
                    "encode it again, or correct the encoding",
                    "content cannot be decoded as \"%s\"".formatted(encoding));
        }
    }
}
