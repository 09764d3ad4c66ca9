package io.muster.cloudconfig;

import java.util.List;
import java.util.Locale;

/// The sections below `coreos` that become variables of a service.
public enum OptionSection {
    /// The 0.4 generation's etcd. Keys that are etcd2's are still handed on.
    ETCD("etcd", "etcd.service", "ETCD_"),
    ETCD2("etcd2", "etcd2.service", "ETCD_"),
    FLEET("fleet", "fleet.service", "FLEET_"),
    LOCKSMITH("locksmith", "locksmithd.service", "LOCKSMITHD_"),
    FLANNEL("flannel", "flanneld.service", "FLANNELD_");

    private final String key;
    private final String unit;
    private final String prefix;

    OptionSection(String key, String unit, String prefix) {
        this.key = key;
        this.unit = unit;
        this.prefix = prefix;
    }

    /// The key below `coreos`.
    public String key() {
        return key;
    }

    /// The service that reads the variables.
    public String unit() {
        return unit;
    }

    /// The environment variable of an option.
    public String variable(String option) {
        return switch (option) {
            case "snapshot_count" -> this == ETCD ? "ETCD_SNAPSHOTCOUNT" : "ETCD_SNAPSHOT_COUNT";
            case "window_start", "window_length" -> "REBOOT_" + option.toUpperCase(Locale.ROOT);
            case "interface" -> prefix + "IFACE";
            default -> prefix + option.toUpperCase(Locale.ROOT);
        };
    }

    /// Names of the options, in the order of the service's file.
    public List<String> options() {
        return OptionTables.of(this).stream().map(Key::name).toList();
    }

    Key asKey() {
        return Key.section(key, OptionTables.of(this).toArray(Key[]::new));
    }
}
