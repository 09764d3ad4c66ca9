package io.muster.cloudconfig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a key may hold.
sealed interface Shape {
    /// What is wanted, for messages: "a list of text".
    String words();

    /// The type as coreos-cloudinit names it in its messages.
    String originalWords();

    /// Text, which keeps the spelling of the source also where it looks like a number or a truth value.
    ///
    /// @param allowed null when any text will do
    record Text(@Nullable Allowed allowed) implements Shape {
        static final Text ANY = new Text(null);

        @Override
        public String words() {
            return "text";
        }

        @Override
        public String originalWords() {
            return "string";
        }
    }

    /// y, yes, true, on and n, no, false, off.
    record Flag() implements Shape {
        @Override
        public String words() {
            return "true or false";
        }

        @Override
        public String originalWords() {
            return "bool";
        }
    }

    /// Decimal, `0x`, `0b`, or octal with a leading zero; `_` between digits.
    record Whole() implements Shape {
        @Override
        public String words() {
            return "a whole number";
        }

        @Override
        public String originalWords() {
            return "int";
        }
    }

    record Fraction() implements Shape {
        @Override
        public String words() {
            return "a number";
        }

        @Override
        public String originalWords() {
            return "float64";
        }
    }

    record ListOf(Shape item) implements Shape {
        @Override
        public String words() {
            return item instanceof Section ? "a list of sections" : "a list of " + item.words();
        }

        @Override
        public String originalWords() {
            return "[]" + item.originalWords();
        }
    }

    /// A mapping with known keys, in the order in which options are written to drop-ins.
    record Section(Map<String, Key> keys) implements Shape {
        static Section of(List<Key> keys) {
            Map<String, Key> byName = new LinkedHashMap<>();
            keys.forEach(key -> byName.put(key.name(), key));
            return new Section(byName);
        }

        @Override
        public String words() {
            return "a section with keys of its own";
        }

        @Override
        public String originalWords() {
            return "struct";
        }
    }

    /// The values a text may have.
    ///
    /// @param portable the pattern in the syntax that Java and JavaScript share
    /// @param words the same for people
    /// @param values all of them; empty where only the pattern tells
    record Allowed(Pattern pattern, String portable, String words, List<String> values) {
        static Allowed oneOf(List<String> values) {
            String pattern =
                    values.stream().map(value -> value.replace("+", "\\+")).collect(Collectors.joining("|"));
            List<String> shown = values.stream().map(Allowed::asWritten).toList();
            String words = shown.size() == 1
                    ? shown.getFirst()
                    : String.join(", ", shown.subList(0, shown.size() - 1)) + " or " + shown.getLast();
            return new Allowed(Pattern.compile(pattern), pattern, words, values);
        }

        /// With quotes where many a YAML tool would take it for a truth value.
        private static String asWritten(String value) {
            return Numbers.flag(value).isPresent() ? '"' + value + '"' : value;
        }
    }
}
