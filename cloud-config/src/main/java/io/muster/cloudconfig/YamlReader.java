package io.muster.cloudconfig;

import io.muster.cloudconfig.Tree.Style;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.AnchorNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/// Reads YAML text into a `Tree`: anchors and merge keys resolved, nothing typed, nothing instantiated.
final class YamlReader {
    /// Far above any real user-data (providers stop at 16 to 64 KB).
    static final int MAX_CHARACTERS = 4 << 20;

    private static final int MAX_DEPTH = 1_000;
    private static final int MAX_COLLECTION_ALIASES = 10_000;
    private static final int MAX_PARTS = 1_000_000;
    private static final Pattern BEYOND_UNICODE = Pattern.compile("\\\\U[89A-Fa-f][0-9A-Fa-f]{7}");

    private final String text;
    private final Lines lines;
    private final Report.Builder report;
    private final Set<Node> open = new HashSet<>();
    private int parts;

    private YamlReader(String text, Report.Builder report) {
        this.text = text;
        this.lines = new Lines(text);
        this.report = report;
    }

    /// The first document of the text; empty when there is none or when it is not YAML, which the report then says.
    static Optional<Tree> read(String text, Report.Builder report) {
        if (text.length() > MAX_CHARACTERS) {
            report.error(
                    Position.START,
                    Code.TOO_LARGE,
                    "the document has %d characters, more than %d".formatted(text.length(), MAX_CHARACTERS),
                    "let it fetch large files instead of carrying them");
            return Optional.empty();
        }
        return new YamlReader(text, report).first();
    }

    private Optional<Tree> first() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_COLLECTION_ALIASES);
        // nodes are never constructed, so no tag can do harm: let the type check name it
        options.setTagInspector(tag -> true);
        try {
            Iterator<Node> documents =
                    new Yaml(options).composeAll(new StringReader(text)).iterator();
            if (!documents.hasNext()) {
                return Optional.empty();
            }
            Tree tree = tree(documents.next());
            warnOfSecond(documents);
            return Optional.of(tree);
        } catch (YAMLException e) {
            report.error(position(e), code(e), message(e), "correct the YAML here or just above");
        } catch (NumberFormatException e) {
            report.error(
                    escapeBeyondUnicode(),
                    Code.SYNTAX,
                    "this escape stands for no character",
                    "the highest is \\U0010FFFF");
        } catch (TooMuch e) {
            report.error(e.at, e.code, e.getMessage(), "write the values out");
        }
        return Optional.empty();
    }

    private void warnOfSecond(Iterator<Node> documents) {
        Position second;
        try {
            if (!documents.hasNext()) {
                return;
            }
            second = at(documents.next());
        } catch (YAMLException e) {
            second = position(e);
        } catch (NumberFormatException e) {
            second = escapeBeyondUnicode();
        }
        report.warning(
                second,
                Code.SECOND_DOCUMENT,
                "a second document begins, it is not read",
                "keep one document in a file");
    }

    private Tree tree(Node node) {
        if (++parts > MAX_PARTS) {
            throw new TooMuch(at(node), Code.TOO_LARGE, "aliases blow the document up to more than a million parts");
        }
        if (!open.add(node)) {
            throw new TooMuch(at(node), Code.SYNTAX, "this value contains itself through an alias");
        }
        try {
            return switch (node) {
                case ScalarNode scalar -> scalar(scalar);
                case SequenceNode sequence ->
                    new Tree.Sequence(
                            at(node),
                            sequence.getValue().stream().map(this::tree).toList());
                case MappingNode mapping -> new Tree.Mapping(at(node), entries(mapping));
                case AnchorNode anchor -> tree(anchor.getRealNode());
                default -> throw new IllegalStateException("no such YAML node: " + node.getNodeId());
            };
        } finally {
            open.remove(node);
        }
    }

    private Tree.Scalar scalar(ScalarNode node) {
        int start = lines.charOf(node.getStartMark().getIndex());
        int end = lines.charOf(node.getEndMark().getIndex());
        int value = afterProperties(start, end);
        return new Tree.Scalar(lines.atChar(value), node.getValue(), style(node), new Spelling(lines, value, end));
    }

    /// The library counts anchor and tag to the scalar; whoever looks for the value wants it without them.
    private int afterProperties(int start, int end) {
        int at = start;
        while (at < end && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
            while (at < end && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            while (at < end && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
        return at < end ? at : start;
    }

    private List<Tree.Entry> entries(MappingNode mapping) {
        List<Tree.Entry> own = new ArrayList<>();
        List<Tree.Entry> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merged.addAll(mergedEntries(tree(tuple.getValueNode())));
            } else {
                own.add(entry(tuple));
            }
        }
        Set<String> known = new HashSet<>();
        own.forEach(entry -> known.add(entry.key()));
        merged.stream().filter(entry -> known.add(entry.key())).forEach(own::add);
        return own;
    }

    private static List<Tree.Entry> mergedEntries(Tree value) {
        return switch (value) {
            case Tree.Mapping mapping -> mapping.entries();
            case Tree.Sequence sequence ->
                sequence.items().stream()
                        .flatMap(item -> mergedEntries(item).stream())
                        .toList();
            case Tree.Scalar scalar -> List.of();
        };
    }

    private Tree.Entry entry(NodeTuple tuple) {
        Node key = tuple.getKeyNode();
        Tree value = tree(tuple.getValueNode());
        return key instanceof ScalarNode scalar
                ? new Tree.Entry(at(key), scalar.getValue(), style(scalar), value)
                : new Tree.Entry(at(key), "(" + key.getNodeId() + ")", Style.TEXT, value);
    }

    private static Style style(ScalarNode node) {
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return Style.NULL;
        }
        if (tag.equals(Tag.BINARY)) {
            return Style.BINARY;
        }
        if (tag.equals(Tag.STR)) {
            // "y" and "n" are truth values of YAML 1.1 that the library leaves as text
            return node.isPlain() ? Style.PLAIN : Style.TEXT;
        }
        return tag.startsWith(Tag.PREFIX) && isStandard(tag) ? Style.PLAIN : Style.FOREIGN;
    }

    private static boolean isStandard(Tag tag) {
        return tag.equals(Tag.BOOL)
                || tag.equals(Tag.INT)
                || tag.equals(Tag.FLOAT)
                || tag.equals(Tag.TIMESTAMP)
                || tag.equals(Tag.MERGE);
    }

    private Position at(Node node) {
        return lines.at(node.getStartMark().getIndex());
    }

    private Position position(YAMLException e) {
        if (e instanceof MarkedYAMLException marked) {
            Mark mark = marked.getProblemMark() != null ? marked.getProblemMark() : marked.getContextMark();
            return mark == null ? Position.START : lines.at(mark.getIndex());
        }
        return e instanceof ReaderException reader ? lines.at(first(reader.getCodePoint())) : Position.START;
    }

    /// The library counts from the start of its own buffer, so the forbidden character is looked up.
    private int first(int codePoint) {
        return (int) text.codePoints().takeWhile(c -> c != codePoint).count();
    }

    /// The library takes the eight digits of such an escape for a signed number, and fails without a place.
    private Position escapeBeyondUnicode() {
        Matcher escape = BEYOND_UNICODE.matcher(text);
        return escape.find() ? lines.atChar(escape.start()) : Position.START;
    }

    private static Code code(YAMLException e) {
        return e instanceof MarkedYAMLException || e instanceof ReaderException ? Code.SYNTAX : Code.TOO_LARGE;
    }

    private static String message(YAMLException e) {
        if (e instanceof MarkedYAMLException marked) {
            String context = marked.getContext();
            return context == null ? marked.getProblem() : context + ", " + marked.getProblem();
        }
        if (e instanceof ReaderException reader) {
            return "character U+%04X is not allowed in YAML".formatted(reader.getCodePoint());
        }
        @Nullable String message = e.getMessage();
        return message == null ? "not YAML" : message;
    }

    /// Found while walking the nodes: a bound was passed.
    private static final class TooMuch extends RuntimeException {
        private final Position at;
        private final Code code;

        TooMuch(Position at, Code code, String message) {
            super(message, null, false, false);
            this.at = at;
            this.code = code;
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
