package io.muster.cloudconfig;

import static io.muster.cloudconfig.Key.flag;
import static io.muster.cloudconfig.Key.fraction;
import static io.muster.cloudconfig.Key.pattern;
import static io.muster.cloudconfig.Key.text;
import static io.muster.cloudconfig.Key.whole;

import java.util.List;

/// The options of each `OptionSection`, in the order in which coreos-cloudinit 1.14.0 writes them (`config/*.go`).
final class OptionTables {
    private static final List<Key> ETCD = EtcdOptions.first();
    private static final List<Key> ETCD2 = EtcdOptions.second();
    private static final List<Key> FLEET = fleet();
    private static final List<Key> LOCKSMITH = locksmith();
    private static final List<Key> FLANNEL = flannel();

    private OptionTables() {}

    static List<Key> of(OptionSection section) {
        return switch (section) {
            case ETCD -> ETCD;
            case ETCD2 -> ETCD2;
            case FLEET -> FLEET;
            case LOCKSMITH -> LOCKSMITH;
            case FLANNEL -> FLANNEL;
        };
    }

    private static List<Key> fleet() {
        return List.of(
                text("agent_ttl", "how long a machine counts as alive without a word from it, such as 30s"),
                text("authorized_keys_file", "keys that may log in to fleet's own ssh"),
                flag("disable_engine", "takes no part in scheduling"),
                fraction("engine_reconcile_interval", "seconds between two rounds of scheduling"),
                text("etcd_cafile", "certificates that etcd is checked against"),
                text("etcd_certfile", "certificate shown to etcd"),
                text("etcd_keyfile", "private key of etcd_certfile"),
                text("etcd_key_prefix", "where in etcd fleet keeps its keys"),
                fraction("etcd_request_timeout", "seconds until a request to etcd is given up"),
                text("etcd_servers", "etcd's URLs, separated by commas"),
                text("etcd_username", "user that fleet logs in to etcd as"),
                text("etcd_password", "its password"),
                text("metadata", "what units can ask for in a machine: NAME=VALUE, separated by commas"),
                text("public_ip", "address that other machines are told"),
                whole("token_limit", "how many units are listed on one page of the API"),
                whole("verbosity", "how much is logged, 0 to 2"),
                flag("verify_units", "takes signed units alone"));
    }

    private static List<Key> locksmith() {
        return List.of(
                text("endpoint", "etcd's URLs, separated by commas"),
                text("etcd_cafile", "certificates that etcd is checked against"),
                text("etcd_certfile", "certificate shown to etcd"),
                text("etcd_keyfile", "private key of etcd_certfile"),
                text("etcd_username", "user that locksmith logs in to etcd as"),
                text("etcd_password", "its password"),
                text("group", "machines of one group reboot one after the other"),
                pattern(
                        "window_start",
                        "when the time in which a reboot may happen begins",
                        "((?i:sun|mon|tue|wed|thu|fri|sat) )?0*([0-9]|1[0-9]|2[0-3]):0*([0-9]|[1-5][0-9])",
                        "([SsMmTtWwFf][UuOoEeHhRrAa][NnEeDdUuIiTt] )?0*([0-9]|1[0-9]|2[0-3]):0*([0-9]|[1-5][0-9])",
                        "a time of day such as 14:00 or Thu 23:00"),
                pattern(
                        "window_length",
                        "how long that time is",
                        // possessive, or a long row of letters would take the matcher forever
                        "[-+]?([0-9]*+(\\.[0-9]*+)?[a-z]++)++",
                        "[-+]?[0-9.a-z]*[a-z]",
                        "a duration such as 30m or 1h30m"));
    }

    private static List<Key> flannel() {
        return List.of(
                text("etcd_endpoints", "etcd's URLs, separated by commas"),
                text("etcd_cafile", "certificates that etcd is checked against"),
                text("etcd_certfile", "certificate shown to etcd"),
                text("etcd_keyfile", "private key of etcd_certfile"),
                text("etcd_prefix", "where in etcd the network is described"),
                text("etcd_username", "user that flannel logs in to etcd as"),
                text("etcd_password", "its password"),
                text("ip_masq", "whether traffic that leaves the network is masqueraded, true or false"),
                text("subnet_file", "file that tells the machine's own subnet"),
                text("interface", "interface or address that machines talk through"),
                text("public_ip", "address that other machines are told"));
    }
}
