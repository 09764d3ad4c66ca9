package io.muster.etcdctl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A command line split into flags and words, by the rules of Go's `flag` package that scripts for etcdctl rely on: one
/// dash or two, `--name value` or `--name=value`, the value taken as it stands even when it begins with a dash, `--`
/// ends the flags, a lone `-` is a word. Commons CLI knows neither `--switch=false` nor a value that looks like a flag.
final class Arguments {
    // by name: the hash of a record is worked out by method handles, at 8 ms for the first one
    private final Map<String, String> values = new HashMap<>();
    private final List<String> words = new ArrayList<>();

    private Arguments() {}

    /// Takes the flags up to the first word; that word and everything after it are kept as words.
    static Arguments leading(List<Flag> flags, List<String> line) throws BadFlag {
        return new Arguments().read(flags, line, false);
    }

    /// Takes flags from anywhere before `--`.
    static Arguments everywhere(List<Flag> flags, List<String> line) throws BadFlag {
        return new Arguments().read(flags, line, true);
    }

    /// What is left besides the flags.
    List<String> words() {
        return words;
    }

    boolean on(Flag flag) {
        return Boolean.parseBoolean(text(flag));
    }

    /// The value as given, or the preset.
    String text(Flag flag) {
        return values.getOrDefault(flag.name(), flag.preset());
    }

    long number(Flag flag) {
        return Long.decode(text(flag));
    }

    Duration duration(Flag flag) {
        return duration(text(flag));
    }

    private Arguments read(List<Flag> flags, List<String> line, boolean past) throws BadFlag {
        int next = 0;
        while (next < line.size()) {
            String word = line.get(next++);
            if (word.equals("--")) {
                break;
            }
            if (!word.startsWith("-") || word.length() == 1) {
                words.add(word);
                if (past) {
                    continue;
                }
                break;
            }
            int start = word.startsWith("--") ? 2 : 1;
            int equals = word.indexOf('=', start);
            String name = equals < 0 ? word.substring(start) : word.substring(start, equals);
            Flag flag = named(flags, name, word);
            String value = equals < 0 ? null : word.substring(equals + 1);
            if (value == null && flag.kind() == Flag.Kind.SWITCH) {
                value = "true";
            } else if (value == null) {
                if (next == line.size()) {
                    throw new BadFlag("option " + word + " needs a value");
                }
                value = line.get(next++);
            }
            values.put(flag.name(), checked(flag, value));
        }
        words.addAll(line.subList(next, line.size()));
        return this;
    }

    private static Flag named(List<Flag> flags, String name, String word) throws BadFlag {
        for (Flag flag : flags) {
            if (flag.names().contains(name)) {
                return flag;
            }
        }
        throw new BadFlag("unknown option " + word + "; put -- before a value that begins with a dash");
    }

    private static String checked(Flag flag, String value) throws BadFlag {
        return switch (flag.kind()) {
            case TEXT -> value;
            case SWITCH ->
                switch (value) {
                    case "1", "t", "T", "true", "TRUE", "True" -> "true";
                    case "0", "f", "F", "false", "FALSE", "False" -> "false";
                    default -> throw bad(flag, "true or false", value);
                };
            case NUMBER -> {
                try {
                    Long.decode(value);
                    yield value;
                } catch (NumberFormatException e) {
                    throw bad(flag, "a whole number", value);
                }
            }
            case DURATION -> {
                try {
                    duration(value);
                    yield value;
                } catch (IllegalArgumentException e) {
                    throw bad(flag, "a duration such as 5s or 500ms", value);
                }
            }
        };
    }

    /// A duration as Go writes it: numbers with units from `ns` to `h`, one after the other.
    private static Duration duration(String text) {
        Matcher part = Pattern.compile("\\G(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h)")
                .matcher(text);
        double nanos = 0;
        int end = 0;
        while (part.find()) {
            double unit =
                    switch (part.group(2)) {
                        case "ns" -> 1;
                        case "us", "µs" -> 1e3;
                        case "ms" -> 1e6;
                        case "s" -> 1e9;
                        case "m" -> 60e9;
                        default -> 3600e9;
                    };
            nanos += Double.parseDouble(part.group(1)) * unit;
            end = part.end();
        }
        if (end == 0 || end != text.length()) {
            throw new IllegalArgumentException("not a duration: " + text);
        }
        return Duration.ofNanos((long) nanos);
    }

    private static BadFlag bad(Flag flag, String wanted, String value) {
        return new BadFlag("option -" + flag.name() + " needs " + wanted + ", not '" + value + "'");
    }

    /// A flag that is unknown or has no value it could use.
    static final class BadFlag extends Exception {
        BadFlag(String message) {
            super(message);
        }
    }
}
