package io.muster.cloudconfig;

import java.util.List;
import java.util.Locale;

/// The sections below `coreos` that become variables of a service.
public enum OptionSection {
    /// The 0.4 generation's etcd. Keys that are etcd2's are still handed on.
    ETCD("etcd", "etcd.service", "ETCD_", "the member of a cluster, 0.4 generation"),
    ETCD2("etcd2", "etcd2.service", "ETCD_", "the member of a cluster"),
    FLEET("fleet", "fleet.service", "FLEET_", "units scheduled over the cluster"),
    LOCKSMITH("locksmith", "locksmithd.service", "LOCKSMITHD_", "reboots after updates, one machine after the other"),
    FLANNEL("flannel", "flanneld.service", "FLANNELD_", "the network of the cluster's containers");

    private final String key;
    private final String unit;
    private final String prefix;
    private final String meaning;

    OptionSection(String key, String unit, String prefix, String meaning) {
        this.key = key;
        this.unit = unit;
        this.prefix = prefix;
        this.meaning = meaning;
    }

    /// The key below `coreos`.
    public String key() {
        return key;
    }

    /// The service that reads the variables.
    public String unit() {
        return unit;
    }

    /// The file that hands the variables to the service.
    public String file() {
        return this == FLANNEL ? "/run/flannel/options.env" : "/run/systemd/system/" + unit + ".d/" + OptionDropIn.NAME;
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
        return Key.section(key, meaning, OptionTables.of(this).toArray(Key[]::new));
    }
}
