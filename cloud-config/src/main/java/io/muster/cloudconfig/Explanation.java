package io.muster.cloudconfig;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a key or the code of a finding means, for people.
public final class Explanation {
    /// The longest name in the tables and some room.
    private static final int COLUMN = 34;

    private Explanation() {}

    /// What came of looking a word up.
    public sealed interface Answer {
        /// There is one.
        ///
        /// @param text some lines, each with its end
        record Known(String text) implements Answer {}

        /// There is none.
        ///
        /// @param reason names the word and, where there is one, what may have been meant
        record Unknown(String reason) implements Answer {}
    }

    /// The keys of the top level.
    public static String overview() {
        return keys(Schema.DOCUMENT);
    }

    /// Explains a key by its path, such as `coreos.etcd2.discovery` or `write_files.path`, or a code.
    ///
    /// @param asked list positions (`[0]` or `[]`) may stand in it, hyphens mean underscores
    public static Answer of(String asked) {
        Optional<Code> code = Code.of(asked.replaceAll("^\\[|]$", ""));
        if (code.isPresent()) {
            return new Answer.Known("%s: a kind of finding\n  %s\n"
                    .formatted(code.get(), code.get().meaning()));
        }
        List<String> names = Arrays.stream(asked.replaceAll("\\[[0-9]*]", "").split("\\.", -1))
                .map(name -> name.replace('-', '_'))
                .toList();
        Shape.Section section = Schema.DOCUMENT;
        String path = "";
        for (int i = 0; i < names.size(); i++) {
            Key key = section.keys().get(names.get(i));
            if (key == null) {
                return unknown(path, section, names.get(i));
            }
            path = path.isEmpty() ? key.name() : path + "." + key.name();
            if (i == names.size() - 1) {
                return new Answer.Known(key(path, key, names));
            }
            Shape inner = key.shape() instanceof Shape.ListOf list ? list.item() : key.shape();
            if (!(inner instanceof Shape.Section next)) {
                return new Answer.Unknown(
                        "%s is %s and has no keys".formatted(path, key.shape().words()));
            }
            section = next;
        }
        throw new IllegalStateException("a path has at least one name");
    }

    private static Answer unknown(String path, Shape.Section section, String name) {
        String where = path.isEmpty() ? "" : " in " + path;
        String remedy = Suggestion.among(section.keys().keySet(), name)
                .map(near -> "did you mean %s?".formatted(near))
                .or(() -> Schema.home(name).map(home -> "it belongs " + home))
                .orElseGet(() -> "there are " + String.join(", ", section.keys().keySet()));
        return new Answer.Unknown("there is no key %s%s; %s".formatted(Quoted.of(name), where, remedy));
    }

    private static String key(String path, Key key, List<String> names) {
        List<String> lines = new ArrayList<>();
        lines.add(path + ": " + key.shape().words());
        lines.add("  " + key.meaning());
        if (key.shape() instanceof Shape.Text text && text.allowed() != null) {
            lines.add("  write " + text.allowed().words());
        }
        OptionSection section = section(names);
        if (section != null && names.size() == 3) {
            lines.add("  becomes %s in %s".formatted(section.variable(key.name()), section.file()));
        }
        if (key.deprecation() != null) {
            lines.add("  deprecated: " + key.deprecation().why());
        }
        Shape inner = key.shape() instanceof Shape.ListOf list ? list.item() : key.shape();
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining())
                + (inner instanceof Shape.Section keys ? keys(keys) : "");
    }

    private static @Nullable OptionSection section(List<String> names) {
        return Arrays.stream(OptionSection.values())
                .filter(section -> names.size() > 1
                        && names.get(0).equals("coreos")
                        && names.get(1).equals(section.key()))
                .findFirst()
                .orElse(null);
    }

    private static String keys(Shape.Section section) {
        return section.keys().entrySet().stream()
                .map(Map.Entry::getValue)
                .map(key -> "  %s%s%s\n"
                        .formatted(
                                key.name(),
                                " ".repeat(Math.max(1, COLUMN - key.name().length())),
                                key.meaning()))
                .collect(Collectors.joining());
    }
}
