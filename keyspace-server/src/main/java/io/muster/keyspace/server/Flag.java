package io.muster.keyspace.server;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One option of the server, on the command line and as an `ETCD_*` variable.
///
/// @param preset the default as the user would type it; empty when there is none or another flag decides
/// @param use whether anything in this build listens to it
record Flag(String name, Kind kind, String preset, Use use, String about) {
    private static final Set<String> SWITCH_WORDS =
            Set.of("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False");

    /// What values a flag takes. Malformed ones are refused wherever they come from.
    sealed interface Kind {
        record Text() implements Kind {}

        /// May stand without a value, which means true, and never takes the next argument as one.
        record Switch() implements Kind {}

        /// A whole number, not negative.
        record Count() implements Kind {}

        /// A number of seconds, which may have a fraction.
        record Seconds() implements Kind {}

        record Choice(List<String> words) implements Kind {}

        /// `http://host:port`, several separated by commas.
        record Urls() implements Kind {}

        /// The `host:port` of the first generation.
        ///
        /// @param bare whether the port may be left away
        record Address(boolean bare) implements Kind {}

        /// Was valid once; takes any value or none and is passed over.
        record Bygone() implements Kind {}

        /// Was valid once; the remedy says what took its place.
        ///
        /// @param alone whether it was a switch
        record Refused(boolean alone, String remedy) implements Kind {}

        /// Whether it may stand without a value, and never takes the next argument as one.
        default boolean standsAlone() {
            return switch (this) {
                case Switch _, Bygone _ -> true;
                case Refused refused -> refused.alone;
                case Text _, Count _, Seconds _, Choice _, Urls _, Address _ -> false;
            };
        }
    }

    /// What becomes of a flag that is given.
    enum Use {
        OBEYED,
        /// Parsed and accepted, named in one warning.
        WITHOUT_EFFECT
    }

    /// The environment variable that says the same.
    String variable() {
        return "ETCD_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /// Why this flag cannot have the value; empty when it can.
    Optional<String> fault(String value) {
        return switch (kind) {
            case Kind.Text _, Kind.Bygone _ -> Optional.empty();
            case Kind.Switch _ -> faultUnless(SWITCH_WORDS.contains(value), "use true or false");
            case Kind.Count _ -> faultUnless(value.matches("[0-9]+"), "use a whole number, not negative");
            case Kind.Seconds _ ->
                faultUnless(value.matches("[0-9]{1,9}(\\.[0-9]{0,9})?"), "use a number of seconds, such as 1.5");
            case Kind.Choice choice ->
                faultUnless(choice.words().contains(value), "use one of " + String.join(", ", choice.words()));
            case Kind.Urls _ -> Endpoint.faultInUrls(value);
            case Kind.Address address -> Endpoint.faultInAddress(value, address.bare());
            case Kind.Refused refused ->
                Optional.of("flag \"-" + name + "\" is no longer supported; " + refused.remedy());
        };
    }

    private static Optional<String> faultUnless(boolean sound, String fault) {
        return sound ? Optional.empty() : Optional.of(fault);
    }
}
