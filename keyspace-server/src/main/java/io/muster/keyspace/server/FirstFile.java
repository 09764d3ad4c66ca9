package io.muster.keyspace.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The options of etcd 0.4 in a TOML file, its own `/etc/etcd/etcd.conf` and the one that `-config` names, which wins.
/// An option is called as its flag, with underscores; those whose flags begin with `peer-` or `cluster-` stand in a
/// table of that name. Source: `configuration.md` of etcd 0.4.
final class FirstFile {
    private static final Path SYSTEM = Path.of("/etc/etcd/etcd.conf");
    private static final TomlMapper TOML = new TomlMapper();
    private static final Map<String, String> OTHER_NAMES =
            Map.of("verbose", "v", "very-verbose", "vv", "very-very-verbose", "vvv", "cpu-profile-file", "cpuprofile");

    private final FlagTable table;
    private final Map<Flag, String> values = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private FirstFile(FlagTable table) {
        this.table = table;
    }

    /// Reads what there is.
    ///
    /// @param named what `-config` says; empty when it says nothing
    static FirstFile read(String named, FlagTable table) {
        FirstFile file = new FirstFile(table);
        if (Files.exists(SYSTEM)) {
            file.read(SYSTEM);
        }
        if (!named.isEmpty()) {
            try {
                file.read(Path.of(named));
            } catch (InvalidPathException e) {
                file.faults.add("--config=" + named + " is not a path: " + e.getReason());
            }
        }
        return file;
    }

    /// What was said, unchecked.
    Map<Flag, String> values() {
        return values;
    }

    List<String> faults() {
        return faults;
    }

    /// Names nobody knows.
    List<String> warnings() {
        return warnings;
    }

    private void read(Path path) {
        try {
            read(path, "", TOML.readTree(Files.readString(path)));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            faults.add("the configuration file " + path + " is no TOML: line " + line + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse("it is malformed"));
        } catch (IOException e) {
            faults.add("the configuration file " + path + " cannot be read: " + e);
        }
    }

    private void read(Path path, String prefix, JsonNode options) {
        options.properties().forEach(option -> {
            String name = prefix + option.getKey().replace('_', '-');
            JsonNode value = option.getValue();
            Optional<Flag> flag = table.named(OTHER_NAMES.getOrDefault(name, name));
            if (value.isObject() && prefix.isEmpty()) {
                read(path, name + "-", value);
            } else if (flag.isEmpty() || value.isObject()) {
                warnings.add("the configuration file " + path + " has '" + option.getKey() + "', which nobody knows");
            } else {
                values.put(flag.get(), text(value));
            }
        });
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(","));
        }
        return value.isNumber() ? value.decimalValue().stripTrailingZeros().toPlainString() : value.asText();
    }
}
