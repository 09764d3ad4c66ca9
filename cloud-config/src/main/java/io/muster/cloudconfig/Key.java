package io.muster.cloudconfig;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One key of a section.
///
/// @param name spelt with underscores; a hyphen in the document means the same
/// @param meaning what setting it does, one sentence without a full stop
/// @param deprecation null while it is in good standing
record Key(
        String name, Shape shape, String meaning, @Nullable Deprecation deprecation) {

    /// Why a key should not be used any more.
    ///
    /// @param why in our words
    /// @param original in those of coreos-cloudinit
    record Deprecation(String why, String original) {}

    static Key text(String name, String meaning) {
        return new Key(name, Shape.Text.ANY, meaning, null);
    }

    /// A text that is one of a few words.
    static Key choice(String name, String meaning, List<String> values) {
        return new Key(name, new Shape.Text(Shape.Allowed.oneOf(values)), meaning, null);
    }

    /// @param portable the pattern for those who do not know Java's possessive quantifiers
    /// @param words what it allows, for people
    static Key pattern(String name, String meaning, String pattern, String portable, String words) {
        return new Key(
                name,
                new Shape.Text(new Shape.Allowed(Pattern.compile(pattern), portable, words, List.of())),
                meaning,
                null);
    }

    static Key flag(String name, String meaning) {
        return new Key(name, new Shape.Flag(), meaning, null);
    }

    static Key whole(String name, String meaning) {
        return new Key(name, new Shape.Whole(), meaning, null);
    }

    static Key fraction(String name, String meaning) {
        return new Key(name, new Shape.Fraction(), meaning, null);
    }

    static Key texts(String name, String meaning) {
        return new Key(name, new Shape.ListOf(Shape.Text.ANY), meaning, null);
    }

    static Key sections(String name, String meaning, Key... keys) {
        return new Key(name, new Shape.ListOf(Shape.Section.of(List.of(keys))), meaning, null);
    }

    static Key section(String name, String meaning, Key... keys) {
        return new Key(name, Shape.Section.of(List.of(keys)), meaning, null);
    }

    Key deprecated(String why, String original) {
        return new Key(name, shape, meaning, new Deprecation(why, original));
    }
}
