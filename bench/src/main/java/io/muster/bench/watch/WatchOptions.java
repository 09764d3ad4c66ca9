package io.muster.bench.watch;

import java.nio.file.Path;

/// @param polls how many long polls wait at once
/// @param streams how many streams are open at once, after the polls have left
/// @param rounds how often everybody is woken
/// @param directory where the servers keep their data
record WatchOptions(int polls, int streams, int rounds, Path directory) {
    static WatchOptions parse(String[] args) {
        int polls = 10_000;
        int streams = 1_000;
        int rounds = 7;
        Path directory = Path.of("bench/target/data");
        for (String arg : args) {
            String value = arg.substring(arg.indexOf('=') + 1);
            switch (arg.split("=", 2)[0]) {
                case "--polls" -> polls = Integer.parseInt(value);
                case "--streams" -> streams = Integer.parseInt(value);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--dir" -> directory = Path.of(value);
                default ->
                    throw new IllegalArgumentException(
                            "unknown option " + arg + "; there are --polls=N --streams=N --rounds=N --dir=FOLDER");
            }
        }
        if (polls < 1 || streams < 1 || rounds < 1) {
            throw new IllegalArgumentException("--polls, --streams and --rounds must be at least 1");
        }
        return new WatchOptions(polls, streams, rounds, directory.toAbsolutePath());
    }
}
