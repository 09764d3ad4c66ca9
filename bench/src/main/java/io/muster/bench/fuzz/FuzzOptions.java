package io.muster.bench.fuzz;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// What the command line asks for.
///
/// @param against base URL of a running etcd that nobody else writes to; without it one is started
/// @param lanes how many pairs of servers work side by side; one where the reference is given
/// @param findings after how many differences to stop
/// @param record where to write the evidence for each explanation
record FuzzOptions(
        Optional<String> against, int operations, long seed, int lanes, int findings, Optional<Path> record) {
    private static final int OPERATIONS = 5_000;
    private static final int LANES = 4;
    private static final String THERE_ARE =
            "; there are --against URL, --ops N, --seed S, --lanes N, --findings N and --record DIRECTORY";

    /// Takes `--name value` and `--name=value`.
    ///
    /// @throws IllegalArgumentException naming the argument at fault
    static FuzzOptions parse(String[] args) {
        Optional<String> against = Optional.empty();
        Optional<Path> record = Optional.empty();
        int operations = OPERATIONS;
        int lanes = LANES;
        int findings = 1;
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
                case "--lanes" -> lanes = Math.clamp(number(word[0], value), 1, 64);
                case "--findings" -> findings = Math.clamp(number(word[0], value), 1, 1_000);
                case "--record" -> record = Optional.of(Path.of(value));
                default -> throw new IllegalArgumentException("unknown option " + word[0] + THERE_ARE);
            }
        }
        return new FuzzOptions(against, operations, seed, against.isPresent() ? 1 : lanes, findings, record);
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " takes a number, not " + value + THERE_ARE, e);
        }
    }
}
