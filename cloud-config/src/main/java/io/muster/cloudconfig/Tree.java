package io.muster.cloudconfig;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A document as it was written: YAML without types, every part with its position.
sealed interface Tree {
    Position at();

    /// How a scalar was written, which decides what it may become.
    enum Style {
        /// Without quotes: a number or a truth value where one is wanted, else text in its own spelling.
        PLAIN,
        /// In quotes or as a block: always text.
        TEXT,
        /// Nothing, `~` or `null`.
        NULL,
        /// `!!binary`: base64.
        BINARY,
        /// With a tag that this format does not know.
        FOREIGN
    }

    record Scalar(Position at, String value, Style style, Spelling spelling) implements Tree {}

    record Sequence(Position at, List<Tree> items) implements Tree {}

    record Mapping(Position at, List<Entry> entries) implements Tree {}

    /// A key and its value.
    ///
    /// @param at where the key stands
    /// @param style how the key was written
    record Entry(Position at, String key, Style style, Tree value) {
        /// The key as coreos-cloudinit names it, with underscores alone. Of one that is not text the type and value
        /// stand there, in the way in which Go prints what it was to print as text.
        String original() {
            String name =
                    switch (style) {
                        case NULL -> "%!s(<nil>)";
                        case PLAIN -> number().map("%%!s(%s)"::formatted).orElse(key);
                        case TEXT, BINARY, FOREIGN -> key;
                    };
            return name.replace('-', '_');
        }

        private Optional<String> number() {
            Optional<String> flag = Numbers.flag(key).map(value -> "bool=" + value);
            if (flag.isPresent()) {
                return flag;
            }
            OptionalLong whole = Numbers.whole(key);
            if (whole.isPresent()) {
                return Optional.of("int=" + whole.getAsLong());
            }
            OptionalDouble fraction = Numbers.fraction(key);
            return fraction.isPresent()
                    ? Optional.of("float64=" + Numbers.print(fraction.getAsDouble()))
                    : Optional.empty();
        }
    }
}
