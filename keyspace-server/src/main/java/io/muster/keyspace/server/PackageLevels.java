package io.muster.keyspace.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How much single packages log, as `--log-package-levels` says: `etcdserver=WARNING,raft=DEBUG`, `*` for all. The
/// names are those of etcd's packages that do what ours do, and our own. Source: `configuration.md` of etcd 2.3.
///
/// @param all the level of those that have none of their own; null leaves it as it is
/// @param byPackage the levels by the names of our packages
public record PackageLevels(@Nullable LogLevel all, Map<String, LogLevel> byPackage) {
    static final PackageLevels NONE = new PackageLevels(null, Map.of());

    private static final String ROOT = PackageLevels.class.getPackageName();
    private static final Map<String, String> NAMES = new TreeMap<>(Map.ofEntries(
            Map.entry("etcdmain", ""),
            Map.entry("etcdserver", ""),
            Map.entry("etcdhttp", ".http"),
            Map.entry("http", ".http"),
            Map.entry("raft", ".raft"),
            Map.entry("rafthttp", ".peer"),
            Map.entry("peer", ".peer"),
            Map.entry("wal", ".log"),
            Map.entry("snap", ".log"),
            Map.entry("log", ".log"),
            Map.entry("discovery", ".bootstrap"),
            Map.entry("bootstrap", ".bootstrap"),
            Map.entry("proxy", ".proxy"),
            Map.entry("transport", ".tls"),
            Map.entry("tls", ".tls")));

    public PackageLevels {
        byPackage = Map.copyOf(byPackage);
    }

    /// What a flag came to.
    ///
    /// @param warnings what of it makes no sense, for the log: as with etcd that keeps nobody from starting
    record Reading(PackageLevels levels, List<String> warnings) {}

    static Reading read(String text) {
        if (text.isEmpty()) {
            return new Reading(NONE, List.of());
        }
        LogLevel all = null;
        Map<String, LogLevel> byPackage = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String setting : text.split(",", -1)) {
            List<String> words =
                    Arrays.stream(setting.split("=", -1)).map(String::strip).toList();
            Optional<LogLevel> level = words.size() == 2 ? LogLevel.named(words.get(1)) : Optional.empty();
            if (level.isEmpty()) {
                return new Reading(
                        NONE,
                        List.of("couldn't parse log level string: '" + setting + "' is not of the form package=LEVEL,"
                                + " continuing with default levels"));
            }
            String name = words.getFirst();
            if (name.equals("*")) {
                all = level.get();
            } else if (NAMES.containsKey(name)) {
                byPackage.put(ROOT + NAMES.get(name), level.get());
            } else {
                unknown.add(name);
            }
        }
        PackageLevels levels = new PackageLevels(all, byPackage);
        return new Reading(
                levels,
                unknown.isEmpty()
                        ? List.of()
                        : List.of("--log-package-levels names what does not log here: "
                                + String.join(", ", unknown) + "; there are " + String.join(", ", NAMES.keySet())
                                + " and *"));
    }

    /// Makes these the levels of the whole process.
    void apply() {
        if (!equals(NONE)) {
            LeveledLogs.setLevels(
                    all,
                    byPackage.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue()
                            .severityMin())));
        }
    }
}
