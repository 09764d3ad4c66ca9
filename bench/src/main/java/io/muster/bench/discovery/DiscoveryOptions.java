package io.muster.bench.discovery;

import java.nio.file.Path;
import java.util.List;

/// What is measured.
///
/// @param parts of `rate`, `growth`, `waiting`
/// @param rounds how often each rate is measured
/// @param seconds how long each measurement of a rate lasts
/// @param tokens how many there are in the end
/// @param waiting how many nodes wait
/// @param directory where the servers keep their data
record DiscoveryOptions(List<String> parts, int rounds, int seconds, int tokens, int waiting, Path directory) {
    static DiscoveryOptions parse(String[] args) {
        List<String> parts = List.of("rate", "growth", "waiting");
        int rounds = 3;
        int seconds = 5;
        int tokens = 1_000_000;
        int waiting = 18_000;
        Path directory = Path.of("bench/target/data");
        for (String arg : args) {
            String value = arg.substring(arg.indexOf('=') + 1);
            switch (arg.split("=", 2)[0]) {
                case "--parts" -> parts = List.of(value.split(","));
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--seconds" -> seconds = Integer.parseInt(value);
                case "--tokens" -> tokens = Integer.parseInt(value);
                case "--waiting" -> waiting = Integer.parseInt(value);
                case "--dir" -> directory = Path.of(value);
                default ->
                    throw new IllegalArgumentException("unknown option " + arg
                            + "; there are --parts=rate,growth,waiting --rounds=N --seconds=N --tokens=N --waiting=N"
                            + " --dir=FOLDER");
            }
        }
        return new DiscoveryOptions(parts, rounds, seconds, tokens, waiting, directory.toAbsolutePath());
    }
}
