package io.muster.bench.fuzz;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// What the command line asks for.
///
/// @param against base URL of a running etcd that nobody else writes to; without it one is started
record FuzzOptions(Optional<String> against, int operations, long seed) {
    private static final int OPERATIONS = 5_000;
    private static final String THERE_ARE = "; there are --against URL, --ops N and --seed S";

    /// Takes `--name value` and `--name=value`.
    ///
    /// @throws IllegalArgumentException naming the argument at fault
    static FuzzOptions parse(String[] args) {
        Optional<String> against = Optional.empty();
        int operations = OPERATIONS;
        long seed = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        for (int i = 0; i < args.length; i++) {
            String[] word = args[i].split("=", 2);
            if (word.length == 1 && i + 1 == args.length) {
                throw new IllegalArgumentException("no value for " + word[0] + THERE_ARE);
            }
            String value = word.length == 2 ? word[1] : args[++i];
            switch (word[0]) {
                case "--against" -> against = Optional.of(value.replaceAll("/+$", ""));
                case "--ops" -> operations = Math.toIntExact(number(word[0], value));
                case "--seed" -> seed = number(word[0], value);
                default -> throw new IllegalArgumentException("unknown option " + word[0] + THERE_ARE);
            }
        }
        return new FuzzOptions(against, operations, seed);
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " takes a number, not " + value + THERE_ARE, e);
        }
    }
}
