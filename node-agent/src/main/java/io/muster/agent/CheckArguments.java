package io.muster.agent;

import io.muster.cloudconfig.Addresses;
import io.muster.cloudconfig.ReportFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The command line of `validate`.
///
/// @param addresses null when none is given: then it is not asked which are known
/// @param machines null when not given
/// @param online whether the discovery service may be asked
record CheckArguments(
        List<String> files,
        ReportFormat format,
        boolean strict,
        @Nullable Addresses addresses,
        @Nullable Integer machines,
        boolean online) {
    private static final List<String> VALUES =
            List.of("--format", "--private-ipv4", "--public-ipv4", "--private-ipv6", "--public-ipv6", "--machines");
    private static final List<String> SWITCHES = List.of("--strict", "--online");

    /// A command line that cannot be read.
    static final class Misused extends Exception {
        private static final long serialVersionUID = 1L;

        Misused(String message) {
            super(message);
        }
    }

    static CheckArguments read(List<String> args) throws Misused {
        List<String> files = new ArrayList<>();
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < args.size(); i++) {
            String word = args.get(i);
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (word.equals("--")) {
                files.addAll(args.subList(i + 1, args.size()));
                break;
            } else if (!word.startsWith("-") || word.equals("-")) {
                files.add(word);
            } else if (SWITCHES.contains(word)) {
                given.put(word, "");
            } else if (!VALUES.contains(name)) {
                throw new Misused("there is no option %s".formatted(name));
            } else if (equals >= 0) {
                given.put(name, word.substring(equals + 1));
            } else if (++i < args.size()) {
                given.put(name, args.get(i));
            } else {
                throw new Misused("%s needs a value".formatted(name));
            }
        }
        if (files.isEmpty()) {
            throw new Misused("validate needs a FILE");
        }
        return new CheckArguments(
                List.copyOf(files),
                format(given.getOrDefault("--format", "text")),
                given.containsKey("--strict"),
                addresses(given),
                machines(given.get("--machines")),
                given.containsKey("--online"));
    }

    private static ReportFormat format(String word) throws Misused {
        for (ReportFormat format : ReportFormat.values()) {
            if (format.toString().equals(word)) {
                return format;
            }
        }
        throw new Misused("--format '%s' is none of %s"
                .formatted(
                        word,
                        Arrays.stream(ReportFormat.values())
                                .map(ReportFormat::toString)
                                .collect(Collectors.joining(", "))));
    }

    private static @Nullable Addresses addresses(Map<String, String> given) {
        Addresses addresses = new Addresses(
                given.get("--public-ipv4"),
                given.get("--private-ipv4"),
                given.get("--public-ipv6"),
                given.get("--private-ipv6"));
        return addresses.equals(Addresses.NONE) ? null : addresses;
    }

    private static @Nullable Integer machines(@Nullable String count) throws Misused {
        if (count == null) {
            return null;
        }
        if (!count.matches("[1-9][0-9]{0,4}")) {
            throw new Misused("--machines '%s' is no number of machines".formatted(count));
        }
        return Integer.valueOf(count);
    }
}
