package io.muster.cloudconfig;

import java.util.List;

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
    record Entry(Position at, String key, Tree value) {}
}
