package io.muster.keyspace.server;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The flags that one generation of etcd knows, in the order `--help` shows them.
///
/// @param shortcuts other spellings of some of them
/// @param variables other variables of some of them
record FlagTable(Map<String, Flag> byName, Map<String, String> shortcuts, Map<String, String> variables) {
    FlagTable {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        shortcuts = Map.copyOf(shortcuts);
        variables = Map.copyOf(variables);
    }

    /// A flag that comes later takes the place of one of that name.
    static FlagTable of(List<Flag> flags, Map<String, String> shortcuts, Map<String, String> variables) {
        Map<String, Flag> byName = new LinkedHashMap<>();
        flags.forEach(flag -> byName.put(flag.name(), flag));
        return new FlagTable(byName, shortcuts, variables);
    }

    /// The flag that goes by this name or by a shortcut.
    Optional<Flag> named(String name) {
        return Optional.ofNullable(byName.get(shortcuts.getOrDefault(name, name)));
    }

    /// The flags by the variables that say the same.
    Map<String, Flag> byVariable() {
        Map<String, Flag> byVariable = new HashMap<>();
        byName.values().forEach(flag -> byVariable.put(flag.variable(), flag));
        variables.forEach((variable, name) -> named(name).ifPresent(flag -> byVariable.put(variable, flag)));
        return byVariable;
    }
}
