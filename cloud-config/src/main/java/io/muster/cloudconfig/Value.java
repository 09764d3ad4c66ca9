package io.muster.cloudconfig;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A document after its keys and types were checked: only what the table of keys knows, in the type it wants, each
/// part still with its position.
sealed interface Value {
    Position at();

    /// Text in the spelling of the source.
    ///
    /// @param binary the text holds bytes, one a character, as `!!binary` gives them
    record Text(
            Position at,
            String value,
            boolean binary,
            @Nullable Spelling spelling) implements Value {
        /// Where a part of the text stands.
        ///
        /// @param index of its first character
        Position at(int index) {
            return binary || spelling == null ? at : spelling.at(value, index);
        }

        Bytes bytes() {
            return Bytes.of(value.getBytes(binary ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
        }
    }

    record Flag(Position at, boolean value) implements Value {}

    record Whole(Position at, long value) implements Value {}

    record Fraction(Position at, double value) implements Value {}

    record Items(Position at, List<Value> items) implements Value {}

    /// A mapping whose keys are known.
    ///
    /// @param values by key, spelt with underscores
    record Section(Position at, Map<String, Value> values) implements Value {
        /// A text that is neither missing nor empty: the format makes no difference between the two.
        Optional<Text> text(String key) {
            return values.get(key) instanceof Text text && !text.value().isEmpty()
                    ? Optional.of(text)
                    : Optional.empty();
        }

        boolean flag(String key) {
            return values.get(key) instanceof Flag flag && flag.value();
        }

        List<Text> texts(String key) {
            return items(key, Text.class);
        }

        List<Section> sections(String key) {
            return items(key, Section.class);
        }

        Optional<Section> section(String key) {
            return values.get(key) instanceof Section section ? Optional.of(section) : Optional.empty();
        }

        private <T extends Value> List<T> items(String key, Class<T> type) {
            return values.get(key) instanceof Items list
                    ? list.items().stream()
                            .filter(type::isInstance)
                            .map(type::cast)
                            .toList()
                    : List.of();
        }
    }
}
