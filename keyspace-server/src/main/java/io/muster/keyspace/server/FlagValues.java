package io.muster.keyspace.server;

import io.muster.keyspace.server.Flag.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What was said on the command line and in the environment, checked flag by flag but not yet against each other.
///
/// The syntax is that of Go's flag package, which etcd's users know: one or two dashes, `-flag=value` or `-flag value`,
/// switches never take the next argument, the first argument without a dash ends the flags. Ready-made Java parsers
/// read `-name` as five short options, hence this one.
final class FlagValues {
    private static final String PREFIX = "ETCD_";
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    private final Map<Flag, String> given = new LinkedHashMap<>();
    private final List<String> usageFaults = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean helpAsked;

    /// Reads both sources; the command line wins, empty variables count as absent.
    FlagValues(List<String> args, Map<String, String> environment) {
        readArguments(new ArrayDeque<>(args));
        readEnvironment(new TreeMap<>(environment));
        warnOfFlagsWithoutEffect();
    }

    boolean helpAsked() {
        return helpAsked;
    }

    /// Faults of the command line, for exit code 2.
    List<String> usageFaults() {
        return usageFaults;
    }

    /// Everything else that is wrong, for exit code 1.
    List<String> faults() {
        return faults;
    }

    List<String> warnings() {
        return warnings;
    }

    boolean isGiven(String name) {
        return given.containsKey(flag(name));
    }

    /// What was said, else the default.
    String text(String name) {
        Flag flag = flag(name);
        return given.getOrDefault(flag, flag.preset());
    }

    /// The default as the table has it.
    String preset(String name) {
        return flag(name).preset();
    }

    boolean isOn(String name) {
        return TRUE.contains(text(name));
    }

    /// The value of a count; the default when it is too large to be meant, which is then a fault.
    int count(String name) {
        String text = text(name);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            faults.add("--" + name + "=" + text + " is too large; use at most " + Integer.MAX_VALUE);
            return Integer.parseInt(flag(name).preset());
        }
    }

    private static Flag flag(String name) {
        return Flags.named(name).orElseThrow(() -> new IllegalArgumentException("no flag " + name));
    }

    private void readArguments(Deque<String> rest) {
        while (!rest.isEmpty()) {
            String argument = rest.removeFirst();
            if (argument.equals("--") || argument.length() < 2 || argument.charAt(0) != '-') {
                String stray = argument.equals("--") ? rest.peekFirst() : argument;
                if (stray != null) {
                    faults.add("'" + stray + "' is not a valid flag; flags start with a dash, see --help");
                }
                return;
            }
            readFlag(argument, rest);
        }
    }

    private void readFlag(String argument, Deque<String> rest) {
        String body = argument.substring(argument.startsWith("--") ? 2 : 1);
        if (body.startsWith("-") || body.startsWith("=")) {
            usageFaults.add("bad flag syntax: " + argument + "; write --flag=value");
            return;
        }
        int equals = body.indexOf('=');
        String name = equals < 0 ? body : body.substring(0, equals);
        Optional<Flag> found = Flags.named(name);
        if (found.isEmpty()) {
            if (name.equals("help") || name.equals("h")) {
                helpAsked = true;
            } else {
                usageFaults.add("flag provided but not defined: -" + name + "; --help lists the flags");
            }
            return;
        }
        Flag flag = found.get();
        String value;
        if (equals >= 0) {
            value = body.substring(equals + 1);
        } else if (flag.kind() instanceof Kind.Switch || flag.kind() instanceof Kind.Bygone) {
            value = "true";
        } else if (!rest.isEmpty()) {
            value = rest.removeFirst();
        } else {
            usageFaults.add("flag needs an argument: -" + name);
            return;
        }
        Optional<String> fault = fault(flag, value);
        fault.ifPresent(reason -> usageFaults.add("invalid value '" + value + "' for flag --" + name + ": " + reason));
        if (fault.isEmpty()) {
            given.put(flag, value);
        }
    }

    private void readEnvironment(Map<String, String> environment) {
        Map<String, Flag> byVariable = new LinkedHashMap<>();
        Flags.ALL.forEach(flag -> byVariable.put(flag.variable(), flag));
        environment.forEach((variable, value) -> {
            if (!variable.startsWith(PREFIX) || value.isEmpty()) {
                return;
            }
            Flag flag = byVariable.get(variable);
            if (flag == null) {
                warnings.add("unrecognized environment variable " + variable + "=" + value);
            } else if (given.containsKey(flag)) {
                warnings.add(
                        "environment variable " + variable + "=" + value + " gives way to the flag --" + flag.name());
            } else {
                fault(flag, value)
                        .ifPresentOrElse(
                                reason -> faults.add("invalid value '" + value + "' for " + variable + ": " + reason),
                                () -> given.put(flag, value));
            }
        });
    }

    private void warnOfFlagsWithoutEffect() {
        List<String> idle = given.keySet().stream()
                .filter(flag -> flag.use() == Flag.Use.WITHOUT_EFFECT)
                .map(flag -> "--" + flag.name())
                .toList();
        if (!idle.isEmpty()) {
            warnings.add("these flags have no effect yet: " + String.join(", ", idle));
        }
    }

    private static Optional<String> fault(Flag flag, String value) {
        return switch (flag.kind()) {
            case Kind.Text _, Kind.Bygone _ -> Optional.empty();
            case Kind.Switch _ ->
                TRUE.contains(value) || FALSE.contains(value) ? Optional.empty() : Optional.of("use true or false");
            case Kind.Count _ ->
                !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')
                        ? Optional.empty()
                        : Optional.of("use a whole number, not negative");
            case Kind.Choice choice ->
                choice.words().contains(value)
                        ? Optional.empty()
                        : Optional.of("use one of " + String.join(", ", choice.words()));
            case Kind.Urls _ -> Endpoint.faultInUrls(value);
            case Kind.Address _ -> Endpoint.faultInAddress(value);
            case Kind.Refused refused -> Optional.of("no longer supported; " + refused.remedy());
        };
    }
}
