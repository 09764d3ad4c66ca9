package io.muster.keyspace.server;

import java.util.stream.Collectors;

/// What `--help` prints, made from the table of flags.
final class Usage {
    /// The reminder under a list of faults.
    static final String LINE = "Usage: keyspace-server [--flag=value ...]; --help lists the flags";

    private static final String HEAD = """
            Usage: keyspace-server [--flag=value ...]

            One dash or two; every --some-flag may also be given as ETCD_SOME_FLAG.

            """;

    private Usage() {}

    static String text() {
        return HEAD + Flags.ALL.stream().map(Usage::entry).collect(Collectors.joining());
    }

    private static String entry(Flag flag) {
        String preset = flag.preset().isEmpty() ? "" : " '" + flag.preset() + "'";
        String idle = flag.use() == Flag.Use.WITHOUT_EFFECT ? " (no effect yet)" : "";
        return "  --" + flag.name() + preset + "\n        " + flag.about() + idle + "\n";
    }
}
