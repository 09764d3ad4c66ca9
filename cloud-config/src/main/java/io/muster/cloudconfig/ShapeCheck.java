package io.muster.cloudconfig;

import io.muster.cloudconfig.Tree.Style;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Holds a tree against the table of keys: what fits becomes a `Value`, what does not is reported and left out, so
/// that the rest still applies.
final class ShapeCheck {
    /// Looking for a near key takes its time; nobody reads a thousand guesses.
    private static final int MAX_GUESSES = 100;

    private final Report.Builder report;
    private int guesses;

    ShapeCheck(Report.Builder report) {
        this.report = report;
    }

    /// The document as a section; empty when it is not a mapping.
    Value.Section document(Tree tree) {
        return switch (tree) {
            case Tree.Mapping mapping -> {
                if (mapping.entries().isEmpty()) {
                    empty(report, mapping.at());
                }
                yield section(mapping, Schema.DOCUMENT, "");
            }
            case Tree.Sequence list -> notAMapping(list, "a list");
            case Tree.Scalar scalar
            when scalar.style() == Style.NULL -> {
                empty(report, scalar.at());
                yield new Value.Section(scalar.at(), Map.of());
            }
            case Tree.Scalar scalar -> notAMapping(scalar, Quoted.of(scalar.value()));
        };
    }

    /// Says that there is nothing in a document.
    static void empty(Report.Builder report, Position at) {
        report.info(at, Code.EMPTY_DOCUMENT, "the document holds no key, so it asks for nothing", "");
    }

    private Value.Section notAMapping(Tree tree, String what) {
        report.warning(
                tree.at(),
                Code.NOT_A_MAPPING,
                "the document is " + what + ", not keys with values, so it asks for nothing",
                "write one key a line, with a space after the colon");
        return new Value.Section(tree.at(), Map.of());
    }

    private Value.Section section(Tree.Mapping mapping, Shape.Section shape, String path) {
        Map<String, Value> values = new LinkedHashMap<>();
        Map<String, Position> seen = new LinkedHashMap<>();
        for (Tree.Entry entry : mapping.entries()) {
            String name = entry.key().replace('-', '_');
            Key key = shape.keys().get(name);
            Position first = seen.putIfAbsent(name, entry.at());
            if (first != null) {
                report.warning(
                        entry.at(),
                        Code.DUPLICATE_KEY,
                        "%s stands here again, first in line %d".formatted(shown(path, entry.key()), first.line()),
                        "keep one of them");
            }
            if (key == null) {
                unknown(entry, shape, path);
                continue;
            }
            if (key.deprecation() != null) {
                report.warning(
                        entry.at(),
                        Code.DEPRECATED_KEY,
                        "%s is deprecated: %s"
                                .formatted(
                                        shown(path, entry.key()),
                                        key.deprecation().why()),
                        "",
                        "deprecated key \"%s\" (%s)"
                                .formatted(name, key.deprecation().original()));
            }
            value(entry.value(), key.shape(), shown(path, entry.key()), entry.at())
                    .ifPresent(value -> values.merge(name, value, ShapeCheck::both));
        }
        return new Value.Section(mapping.at(), values);
    }

    /// What applying makes of a key that stands there twice: sections and lists are joined, else the last one counts.
    private static Value both(Value first, Value second) {
        if (first instanceof Value.Section a && second instanceof Value.Section b) {
            Map<String, Value> joined = new LinkedHashMap<>(a.values());
            b.values().forEach((key, value) -> joined.merge(key, value, ShapeCheck::both));
            return new Value.Section(a.at(), joined);
        }
        if (first instanceof Value.Items a && second instanceof Value.Items b) {
            List<Value> joined = new ArrayList<>(a.items());
            joined.addAll(b.items());
            return new Value.Items(a.at(), joined);
        }
        return second;
    }

    private void unknown(Tree.Entry entry, Shape.Section shape, String path) {
        String name = entry.key().replace('-', '_');
        Optional<String> home = Schema.home(name);
        String remedy = home.isPresent()
                ? ""
                : guess(shape, entry.key())
                        .map(near -> "did you mean " + near + "?")
                        .orElse("it is left out");
        report.warning(
                entry.at(),
                Code.UNKNOWN_KEY,
                "unknown key %s%s".formatted(Quoted.of(entry.key()), path.isEmpty() ? "" : " in " + path),
                remedy,
                "unrecognized key \"%s\"".formatted(entry.original()));
        home.ifPresent(place -> report.info(
                entry.at(),
                Code.MISPLACED_KEY,
                "%s belongs %s".formatted(entry.key(), place),
                "move it there",
                name.equals("write_files") && path.equals("coreos")
                        ? "write_files doesn't belong under coreos"
                        : null));
    }

    private Optional<String> guess(Shape.Section shape, String written) {
        return ++guesses > MAX_GUESSES
                ? Optional.empty()
                : Suggestion.among(shape.keys().keySet(), written);
    }

    /// @param at where to report a value of the wrong type: its key, or the item itself
    private Optional<Value> value(Tree tree, Shape shape, String path, Position at) {
        Optional<Value> fits =
                switch (shape) {
                    case Shape.Text text -> text(tree, text, path);
                    case Shape.Flag flag ->
                        plain(tree).flatMap(Numbers::flag).map(value -> new Value.Flag(tree.at(), value));
                    case Shape.Whole whole -> whole(tree);
                    case Shape.Fraction fraction -> fraction(tree);
                    case Shape.ListOf list ->
                        tree instanceof Tree.Sequence items ? Optional.of(items(items, list, path)) : Optional.empty();
                    case Shape.Section section ->
                        tree instanceof Tree.Mapping mapping
                                ? Optional.of(section(mapping, section, path))
                                : Optional.empty();
                };
        if (fits.isEmpty()) {
            report.warning(
                    at,
                    Code.WRONG_TYPE,
                    "%s is %s, not %s".formatted(path, words(tree), shape.words()),
                    "it is left out",
                    "incorrect type for \"%s\" (want %s)".formatted(last(path), shape.originalWords()));
        }
        return fits;
    }

    private Value.Items items(Tree.Sequence items, Shape.ListOf list, String path) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < items.items().size(); i++) {
            Tree item = items.items().get(i);
            value(item, list.item(), path + "[" + i + "]", item.at()).ifPresent(values::add);
        }
        return new Value.Items(items.at(), values);
    }

    private Optional<Value> text(Tree tree, Shape.Text shape, String path) {
        if (!(tree instanceof Tree.Scalar scalar)) {
            return Optional.empty();
        }
        return switch (scalar.style()) {
            case NULL, FOREIGN -> Optional.empty();
            case BINARY -> binary(scalar, path);
            case PLAIN, TEXT -> {
                allowed(scalar, shape, path);
                yield Optional.of(new Value.Text(scalar.at(), scalar.value(), false, scalar.spelling()));
            }
        };
    }

    private void allowed(Tree.Scalar scalar, Shape.Text shape, String path) {
        Shape.Allowed allowed = shape.allowed();
        String value = scalar.value();
        if (allowed == null
                || value.isEmpty()
                || allowed.pattern().matcher(value).matches()) {
            return;
        }
        boolean leftover = scalar.style() == Style.PLAIN
                && allowed.values().stream()
                        .anyMatch(word -> Numbers.flag(word).isPresent()
                                && Numbers.flag(word).equals(Numbers.flag(value)));
        if (leftover) {
            String word = Numbers.flag(value).orElse(false) ? "on" : "off";
            report.error(
                    scalar.at(),
                    Code.BOOLEAN_LEFTOVER,
                    "%s for %s is what a YAML tool makes of %s".formatted(Quoted.of(value), path, word),
                    "write \"%s\", with the quotes".formatted(word),
                    "invalid value " + value);
            return;
        }
        report.error(
                scalar.at(),
                Code.INVALID_VALUE,
                "%s is not a value for %s".formatted(Quoted.of(value), path),
                Suggestion.among(allowed.values(), value)
                        .map(near -> "did you mean %s?".formatted(near))
                        .orElse("write " + allowed.words()),
                "invalid value " + value);
    }

    private Optional<Value> binary(Tree.Scalar scalar, String path) {
        try {
            byte[] bytes = Base64.getDecoder().decode(scalar.value().replaceAll("\\s", ""));
            return Optional.of(new Value.Text(scalar.at(), new String(bytes, StandardCharsets.ISO_8859_1), true, null));
        } catch (IllegalArgumentException e) {
            report.error(
                    scalar.at(),
                    Code.UNDECODABLE,
                    "%s is marked !!binary and is not base64".formatted(path),
                    "encode it again");
            return Optional.of(new Value.Text(scalar.at(), "", true, null));
        }
    }

    private Optional<Value> whole(Tree tree) {
        Optional<String> text = plain(tree);
        OptionalLong whole = text.map(Numbers::whole).orElse(OptionalLong.empty());
        if (whole.isPresent()) {
            return Optional.of(new Value.Whole(tree.at(), whole.getAsLong()));
        }
        OptionalDouble fraction = text.map(Numbers::fraction).orElse(OptionalDouble.empty());
        if (fraction.isEmpty() || Math.abs(fraction.getAsDouble()) > Long.MAX_VALUE / 2.0) {
            return Optional.empty();
        }
        long cut = (long) fraction.getAsDouble();
        report.warning(
                tree.at(),
                Code.WRONG_TYPE,
                "%s is not a whole number".formatted(Quoted.of(text.orElse(""))),
                "%d is used".formatted(cut));
        return Optional.of(new Value.Whole(tree.at(), cut));
    }

    private static Optional<Value> fraction(Tree tree) {
        OptionalDouble fraction = plain(tree).map(Numbers::fraction).orElse(OptionalDouble.empty());
        return fraction.isPresent()
                ? Optional.of(new Value.Fraction(tree.at(), fraction.getAsDouble()))
                : Optional.empty();
    }

    private static Optional<String> plain(Tree tree) {
        return tree instanceof Tree.Scalar scalar && scalar.style() == Style.PLAIN
                ? Optional.of(scalar.value())
                : Optional.empty();
    }

    private static String words(Tree tree) {
        return switch (tree) {
            case Tree.Sequence list -> "a list";
            case Tree.Mapping mapping -> "a section";
            case Tree.Scalar scalar ->
                switch (scalar.style()) {
                    case NULL -> "empty";
                    case FOREIGN -> "tagged with a type that is not known here";
                    case PLAIN, TEXT, BINARY -> Quoted.of(scalar.value());
                };
        };
    }

    /// `coreos.units[0]` is `units[0]` to the original, which also knows underscores alone.
    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1).replace('-', '_');
    }

    private static String shown(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
