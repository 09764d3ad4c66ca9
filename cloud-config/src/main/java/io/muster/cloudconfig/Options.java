package io.muster.cloudconfig;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The options that a document sets in one section below `coreos`, as text, in the order of the section's table.
///
/// Empty text, false and 0 count as not set and are left out, as coreos-cloudinit does.
public record Options(OptionSection section, Map<String, String> values) {
    public Options {
        SequencedMap<String, String> ordered = new LinkedHashMap<>();
        for (String option : section.options()) {
            String value = values.get(option);
            if (value != null && !value.isEmpty()) {
                ordered.put(option, value);
            }
        }
        if (ordered.size()
                < values.values().stream().filter(value -> !value.isEmpty()).count()) {
            throw new IllegalArgumentException("not all are options of " + section.key() + ": " + values.keySet());
        }
        values = Collections.unmodifiableSequencedMap(ordered);
    }

    public Optional<String> get(String option) {
        return Optional.ofNullable(values.get(option));
    }

    /// The same with one option set.
    public Options with(String option, String value) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.put(option, value);
        return new Options(section, changed);
    }

    /// The service's environment variables, in the order of the drop-in.
    public Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        values.forEach((option, value) -> variables.put(section.variable(option), value));
        return variables;
    }
}
