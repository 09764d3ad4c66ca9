package io.muster.keyspace.server;

import java.util.stream.Collectors;

/// What `--help` prints, made from the table of flags.
final class Usage {
    /// What stands under a list of faults, as etcd has it.
    static final String LINES = """
            usage: etcd [flags]
                   start an etcd server

                   etcd --version
                   show the version of etcd

                   etcd -h | --help
                   show the help information about etcd
            """;

    private static final String HEAD = """
            One dash or two; every --some-flag may also be given as ETCD_SOME_FLAG.

            """;

    private Usage() {}

    static String text(FlagTable table) {
        return LINES + "\n" + HEAD
                + table.byName().values().stream().map(Usage::entry).collect(Collectors.joining());
    }

    private static String entry(Flag flag) {
        String preset = flag.preset().isEmpty() ? "" : " '" + flag.preset() + "'";
        String idle = flag.use() == Flag.Use.WITHOUT_EFFECT ? " (no effect yet)" : "";
        return "  --" + flag.name() + preset + "\n        " + flag.about() + idle + "\n";
    }
}
