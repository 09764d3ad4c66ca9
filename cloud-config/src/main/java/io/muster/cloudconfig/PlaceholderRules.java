package io.muster.cloudconfig;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rules for `$private_ipv4` and its like, which are filled in as text, wherever they stand.
final class PlaceholderRules {
    private static final Pattern MEANT = Pattern.compile("(?<!\\\\)\\$\\{?[A-Za-z_]*(?i:ip)[A-Za-z0-9_]*}?");
    private static final Pattern EXACT = Pattern.compile("\\$" + Addresses.NAMES + ".*");

    /// In one value nobody reads more, and each has to be looked up in the source.
    private static final int MAX_TOLD = 50;

    private PlaceholderRules() {}

    /// Looks for placeholders that run into what follows them.
    static void check(String text, Report.Builder report) {
        Addresses.eachIn(text, (placeholder, line, at) -> {
            int end = placeholder.end();
            if (end < line.length() && continues(line.charAt(end))) {
                report.warning(
                        at,
                        Code.ADDRESS_PLACEHOLDER,
                        "%s is filled in although %s follows it"
                                .formatted(placeholder.group(), Quoted.of(word(line, end))),
                        "set them apart, or write \\%s to leave it as it is".formatted(placeholder.group()));
            } else if (EXACT.matcher(line).region(end, line.length()).lookingAt()) {
                report.info(
                        at,
                        Code.ADDRESS_PLACEHOLDER,
                        "%s touches the placeholder behind it".formatted(placeholder.group()),
                        "coreos-cloudinit filled in the first alone, here both are");
            }
        });
    }

    /// Looks for what was meant to be a placeholder and is none, in the values of options, where nothing else would
    /// make an address of it.
    static void check(Value.Section options, Report.Builder report) {
        options.values().values().forEach(value -> {
            if (value instanceof Value.Text text) {
                Matcher meant = MEANT.matcher(text.value());
                int told = 0;
                while (told < MAX_TOLD && meant.find()) {
                    if (!EXACT.matcher(meant.group()).matches()) {
                        told++;
                        report.warning(
                                text.at(meant.start()),
                                Code.ADDRESS_PLACEHOLDER,
                                "%s is no placeholder, so it stays as it is".formatted(meant.group()),
                                remedy(meant.group()));
                    }
                }
            }
        });
    }

    private static String remedy(String meant) {
        String name = meant.replaceAll("[${}]|COREOS_", "");
        return Suggestion.among(Addresses.PLACEHOLDERS, name)
                .map(near -> "did you mean $%s?".formatted(near))
                .orElse("there are $" + String.join(", $", Addresses.PLACEHOLDERS));
    }

    private static String word(String line, int from) {
        int end = from;
        while (end < line.length() && continues(line.charAt(end))) {
            end++;
        }
        return line.substring(from, end);
    }

    private static boolean continues(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
