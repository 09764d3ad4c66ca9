package io.muster.bench.chaos;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/// What the command line asks for.
///
/// @param length how long faults are brought; each kind strikes once even if that takes longer
/// @param only the kinds of faults to bring; empty for all
/// @param killAll how often all members are killed at once; 0 for a run with every other kind of fault
/// @param loopback not to use namespaces even where they can be had
/// @param staleReads whether reads are planted to be local, for which the run must end with 1
record ChaosOptions(
        long seed, Duration length, int members, int killAll, Set<String> only, boolean loopback, boolean staleReads) {
    private static final String THERE_ARE = "; there are --seed S, --minutes M, --members N (3 to 9), --only FAULT,...,"
            + " --kill-all TIMES, --network namespaces|loopback and --plant stale-reads|nothing";

    ChaosOptions {
        only = Set.copyOf(only);
    }

    /// Whether a fault is to be brought.
    boolean wants(Fault fault) {
        return only.isEmpty() || only.contains(fault.name());
    }

    /// Takes `--name value` and `--name=value`.
    ///
    /// @throws IllegalArgumentException naming the argument at fault
    static ChaosOptions parse(String[] args) {
        long seed = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        Duration length = Duration.ofMinutes(2);
        int members = 3;
        int killAll = 0;
        Set<String> only = Set.of();
        boolean loopback = false;
        boolean staleReads = false;
        for (int i = 0; i < args.length; i++) {
            String[] word = args[i].split("=", 2);
            if (word.length == 1 && i + 1 == args.length) {
                throw new IllegalArgumentException("no value for " + word[0] + THERE_ARE);
            }
            String value = word.length == 2 ? word[1] : args[++i];
            switch (word[0]) {
                case "--seed" -> seed = number(word[0], value, Long.MIN_VALUE, Long.MAX_VALUE);
                case "--minutes" -> length = Duration.ofMinutes(number(word[0], value, 0, 10_000));
                case "--members" -> members = (int) number(word[0], value, 3, 9);
                case "--kill-all" -> killAll = (int) number(word[0], value, 1, 10_000);
                case "--only" -> only = kinds(word[0], value);
                case "--network" -> loopback = choice(word[0], value, "loopback", "namespaces");
                case "--plant" -> staleReads = choice(word[0], value, "stale-reads", "nothing");
                default -> throw new IllegalArgumentException("unknown option " + word[0] + THERE_ARE);
            }
        }
        return new ChaosOptions(seed, length, members, killAll, only, loopback, staleReads);
    }

    private static long number(String name, String value, long least, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the message below says it
        }
        throw new IllegalArgumentException(name + " does not take " + value + THERE_ARE);
    }

    private static Set<String> kinds(String name, String value) {
        Set<String> all =
                new Deck(0, _ -> true).round().stream().map(Fault::name).collect(Collectors.toSet());
        Set<String> wanted = Set.of(value.split(","));
        if (!all.containsAll(wanted)) {
            throw new IllegalArgumentException(name + " does not take " + value + "; faults are "
                    + String.join(", ", new TreeSet<>(all)) + THERE_ARE);
        }
        return wanted;
    }

    private static boolean choice(String name, String value, String yes, String no) {
        if (!value.equals(yes) && !value.equals(no)) {
            throw new IllegalArgumentException(name + " does not take " + value + THERE_ARE);
        }
        return value.equals(yes);
    }
}
