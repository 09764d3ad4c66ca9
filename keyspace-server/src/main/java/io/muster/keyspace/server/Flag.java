package io.muster.keyspace.server;

import java.util.List;

/// One option of the server, on the command line and as an `ETCD_*` variable.
///
/// @param preset the default as the user would type it; empty when there is none or another flag decides
/// @param use whether anything in this build listens to it
record Flag(String name, Kind kind, String preset, Use use, String about) {
    /// What values a flag takes. Malformed ones are refused wherever they come from.
    sealed interface Kind {
        record Text() implements Kind {}

        /// May stand without a value, which means true, and never takes the next argument as one.
        record Switch() implements Kind {}

        /// A whole number, not negative.
        record Count() implements Kind {}

        record Choice(List<String> words) implements Kind {}

        /// `http://host:port`, several separated by commas.
        record Urls() implements Kind {}

        /// The `host:port` of the first generation.
        record Address() implements Kind {}

        /// Was valid once; takes any value or none and is passed over.
        record Bygone() implements Kind {}

        /// Was valid once; the remedy says what took its place.
        record Refused(String remedy) implements Kind {}
    }

    /// What becomes of a flag that is given.
    enum Use {
        OBEYED,
        /// Parsed and accepted, named in one warning.
        WITHOUT_EFFECT
    }

    /// The environment variable that says the same.
    String variable() {
        return "ETCD_" + name.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
    }
}
