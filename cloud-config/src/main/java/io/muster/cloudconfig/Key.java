package io.muster.cloudconfig;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One key of a section.
///
/// @param name spelt with underscores; a hyphen in the document means the same
/// @param deprecation why it should not be used any more, or null
record Key(String name, Shape shape, @Nullable String deprecation) {
    static Key text(String name) {
        return new Key(name, new Shape.Text(null), null);
    }

    static Key text(String name, String pattern, String words) {
        return new Key(name, new Shape.Text(new Shape.Allowed(Pattern.compile(pattern), words)), null);
    }

    static Key flag(String name) {
        return new Key(name, new Shape.Flag(), null);
    }

    static Key whole(String name) {
        return new Key(name, new Shape.Whole(), null);
    }

    static Key fraction(String name) {
        return new Key(name, new Shape.Fraction(), null);
    }

    static Key texts(String name) {
        return new Key(name, new Shape.ListOf(new Shape.Text(null)), null);
    }

    static Key sections(String name, Key... keys) {
        return new Key(name, new Shape.ListOf(Shape.Section.of(List.of(keys))), null);
    }

    static Key section(String name, Key... keys) {
        return new Key(name, Shape.Section.of(List.of(keys)), null);
    }

    Key deprecated(String why) {
        return new Key(name, shape, why);
    }
}
