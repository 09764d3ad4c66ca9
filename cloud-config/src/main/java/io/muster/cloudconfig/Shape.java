package io.muster.cloudconfig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a key may hold.
sealed interface Shape {
    /// What is wanted, for messages: "a list of text".
    String words();

    /// Text, which keeps the spelling of the source also where it looks like a number or a truth value.
    ///
    /// @param allowed null when any text will do
    record Text(@Nullable Allowed allowed) implements Shape {
        @Override
        public String words() {
            return "text";
        }
    }

    /// y, yes, true, on and n, no, false, off.
    record Flag() implements Shape {
        @Override
        public String words() {
            return "true or false";
        }
    }

    /// Decimal, `0x`, `0b`, or octal with a leading zero; `_` between digits.
    record Whole() implements Shape {
        @Override
        public String words() {
            return "a whole number";
        }
    }

    record Fraction() implements Shape {
        @Override
        public String words() {
            return "a number";
        }
    }

    record ListOf(Shape item) implements Shape {
        @Override
        public String words() {
            return item instanceof Section ? "a list of sections" : "a list of " + item.words();
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
    }

    /// The values a text may have.
    ///
    /// @param words the same for people
    record Allowed(Pattern pattern, String words) {}
}
