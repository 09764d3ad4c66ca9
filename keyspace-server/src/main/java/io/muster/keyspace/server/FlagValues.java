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

/// What was said on the command line, in the environment and, for the first generation, in files, checked flag by flag
/// but not yet against each other.
///
/// The syntax and the words are those of Go's flag package, which etcd's users know: one or two dashes, `-flag=value`
/// or `-flag value`, switches never take the next argument, the first argument without a dash ends the flags.
/// Ready-made Java parsers read `-name` as five short options, hence this one.
final class FlagValues {
    private static final String PREFIX = "ETCD_";
    private static final String COMPAT = "compat";
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");

    private final FlagTable table;
    private final Dialect dialect;
    private final Map<Flag, String> given = new LinkedHashMap<>();
    private final List<String> usageFaults = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean helpAsked;

    /// Reads all sources; the command line wins over variables, and those over files. Empty variables count as absent.
    FlagValues(List<String> args, Map<String, String> environment) {
        dialect = dialect(args, environment);
        table = Flags.of(dialect);
        readArguments(new ArrayDeque<>(args));
        readEnvironment(new TreeMap<>(environment));
        if (dialect == Dialect.V0_4) {
            readFiles();
        }
        warnOfFlagsWithoutEffect();
    }

    /// What `--compat` says; the default when it says nothing of sense.
    Dialect dialect() {
        return dialect;
    }

    FlagTable table() {
        return table;
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

    /// What was understood, for the log.
    List<String> notices() {
        return notices;
    }

    List<String> warnings() {
        return warnings;
    }

    /// Adds a line for the log.
    void warn(String line) {
        warnings.add(line);
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

    /// The value of a [Kind.Seconds].
    double seconds(String name) {
        return Double.parseDouble(text(name));
    }

    private Flag flag(String name) {
        return table.named(name).orElseThrow(() -> new IllegalArgumentException("no flag " + name));
    }

    // What the other flags mean hangs on this one, so it is looked up before they are read.
    private static Dialect dialect(List<String> args, Map<String, String> environment) {
        String word = environment.getOrDefault(PREFIX + "COMPAT", "");
        for (int i = 0; i < args.size(); i++) {
            String flag = args.get(i).replaceFirst("^--?", "");
            if (flag.equals(args.get(i))) {
                continue;
            }
            if (flag.startsWith(COMPAT + "=")) {
                word = flag.substring(COMPAT.length() + 1);
            } else if (flag.equals(COMPAT) && i + 1 < args.size()) {
                word = args.get(i + 1);
            }
        }
        return Dialect.words().contains(word) ? Dialect.of(word) : Dialect.V2_3;
    }

    private void readArguments(Deque<String> rest) {
        while (!rest.isEmpty()) {
            String argument = rest.removeFirst();
            if (argument.equals("--") || argument.length() < 2 || argument.charAt(0) != '-') {
                String stray = argument.equals("--") ? rest.peekFirst() : argument;
                if (stray != null) {
                    faults.add(ConfigReader.verifying("'" + stray + "' is not a valid flag"));
                }
                return;
            }
            readFlag(argument, rest);
        }
    }

    private void readFlag(String argument, Deque<String> rest) {
        String body = argument.substring(argument.startsWith("--") ? 2 : 1);
        if (body.startsWith("-") || body.startsWith("=")) {
            usageFaults.add("bad flag syntax: " + argument);
            return;
        }
        int equals = body.indexOf('=');
        String name = equals < 0 ? body : body.substring(0, equals);
        Optional<Flag> found = table.named(name);
        if (found.isEmpty()) {
            if (name.equals("help") || name.equals("h")) {
                helpAsked = true;
            } else {
                usageFaults.add("flag provided but not defined: -" + name);
            }
            return;
        }
        Flag flag = found.get();
        String value;
        if (equals >= 0) {
            value = body.substring(equals + 1);
        } else if (flag.kind().standsAlone()) {
            value = "true";
        } else if (!rest.isEmpty()) {
            value = rest.removeFirst();
        } else {
            usageFaults.add("flag needs an argument: -" + name);
            return;
        }
        String start = flag.kind() instanceof Kind.Switch ? "invalid boolean value \"" : "invalid value \"";
        String place = flag.kind() instanceof Kind.Switch ? "\" for -" : "\" for flag -";
        take(flag, value).ifPresent(reason -> usageFaults.add(start + value + place + name + ": " + reason));
    }

    private void readEnvironment(Map<String, String> environment) {
        Map<String, Flag> byVariable = table.byVariable();
        environment.forEach((variable, value) -> {
            if (!variable.startsWith(PREFIX) || value.isEmpty()) {
                return;
            }
            Flag flag = byVariable.get(variable);
            if (flag == null) {
                warnings.add("unrecognized environment variable " + variable + "=" + value);
            } else if (given.containsKey(flag)) {
                warnings.add("recognized environment variable " + variable
                        + ", but unused: shadowed by corresponding flag --" + flag.name());
            } else {
                take(flag, value)
                        .ifPresentOrElse(
                                reason -> faults.add("invalid value \"" + value + "\" for " + variable + ": " + reason),
                                () -> notices.add(
                                        "recognized and used environment variable " + variable + "=" + value));
            }
        });
    }

    private void readFiles() {
        FirstFile file = FirstFile.read(text("config"), table);
        faults.addAll(file.faults());
        warnings.addAll(file.warnings());
        file.values().forEach((flag, value) -> {
            if (!given.containsKey(flag)) {
                take(flag, value)
                        .ifPresent(reason -> faults.add("invalid value \"" + value + "\" for " + flag.name()
                                + " in the configuration file: " + reason));
            }
        });
    }

    private Optional<String> take(Flag flag, String value) {
        Optional<String> fault = flag.fault(value);
        if (fault.isEmpty()) {
            given.put(flag, value);
            if (flag.kind() instanceof Kind.Bygone) {
                warnings.add("flag \"-" + flag.name() + "\" is no longer supported - ignoring.");
            }
        }
        return fault;
    }

    private void warnOfFlagsWithoutEffect() {
        List<String> idle = given.keySet().stream()
                .filter(flag -> flag.use() == Flag.Use.WITHOUT_EFFECT && !(flag.kind() instanceof Kind.Bygone))
                .map(flag -> "--" + flag.name())
                .toList();
        if (!idle.isEmpty()) {
            warnings.add("these flags have no effect: " + String.join(", ", idle));
        }
    }
}
