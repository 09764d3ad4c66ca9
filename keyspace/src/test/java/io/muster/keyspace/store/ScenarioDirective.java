package io.muster.keyspace.store;

import io.muster.keyspace.Key;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of a scenario, taken apart.
///
/// @param argument the key or name the verb is about
/// @param options flags, and `name=value`
record ScenarioDirective(String verb, String argument, List<String> options) {
    static ScenarioDirective parse(String line) {
        List<String> words = Arrays.asList(line.split(" "));
        return words.size() == 1
                ? new ScenarioDirective(line, "", List.of())
                : new ScenarioDirective(words.get(0), words.get(1), words.subList(2, words.size()));
    }

    Key key() {
        return Key.of(argument);
    }

    boolean has(String flag) {
        return options.contains(flag);
    }

    String text(String name) {
        return options.stream()
                .filter(option -> option.startsWith(name + "="))
                .map(option -> option.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    long number(String name) {
        String text = text(name);
        return text.isEmpty() ? 0 : Long.parseUnsignedLong(text);
    }

    /// The option `name=a,b`; null when it is not there, empty when nothing follows.
    @Nullable
    List<String> names(String name) {
        if (options.stream().noneMatch(option -> option.startsWith(name + "="))) {
            return null;
        }
        return text(name).isEmpty() ? List.of() : List.of(text(name).split(",", -1));
    }

    /// The option `ttl=5`, in seconds.
    @Nullable
    Duration ttl() {
        return text("ttl").isEmpty() ? null : Duration.ofSeconds(number("ttl"));
    }
}
