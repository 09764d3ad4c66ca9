package io.muster.cloudconfig;

import static io.muster.cloudconfig.Key.flag;
import static io.muster.cloudconfig.Key.fraction;
import static io.muster.cloudconfig.Key.text;
import static io.muster.cloudconfig.Key.whole;

import java.util.List;
import java.util.stream.Stream;

/// The options of each `OptionSection`, in the order in which coreos-cloudinit 1.14.0 writes them (`config/*.go`).
final class OptionTables {
    private static final List<Key> ETCD = etcd();
    private static final List<Key> ETCD2 = etcd2();
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

    private static List<Key> etcd() {
        String newer = "it is an option of etcd2";
        return List.of(
                text("addr"),
                text("advertise_client_urls").deprecated(newer),
                text("bind_addr"),
                text("ca_file"),
                text("cert_file"),
                whole("cluster_active_size"),
                fraction("cluster_remove_delay"),
                fraction("cluster_sync_interval"),
                text("cors"),
                text("data_dir"),
                text("discovery"),
                text("discovery_fallback").deprecated(newer),
                text("discovery_srv").deprecated(newer),
                text("discovery_proxy").deprecated(newer),
                whole("election_timeout").deprecated(newer),
                flag("force_new_cluster").deprecated(newer),
                text("graphite_host"),
                whole("heartbeat_interval").deprecated(newer),
                fraction("http_read_timeout"),
                fraction("http_write_timeout"),
                text("initial_advertise_peer_urls").deprecated(newer),
                text("initial_cluster").deprecated(newer),
                text("initial_cluster_state").deprecated(newer),
                text("initial_cluster_token").deprecated(newer),
                text("key_file"),
                text("listen_client_urls").deprecated(newer),
                text("listen_peer_urls").deprecated(newer),
                whole("max_result_buffer"),
                whole("max_retry_attempts"),
                whole("max_snapshots").deprecated(newer),
                whole("max_wals").deprecated(newer),
                text("name"),
                text("peer_addr"),
                text("peer_bind_addr"),
                text("peer_ca_file"),
                text("peer_cert_file"),
                whole("peer_election_timeout"),
                whole("peer_heartbeat_interval"),
                text("peer_key_file"),
                text("peers"),
                text("peers_file"),
                text("proxy").deprecated(newer),
                fraction("retry_interval"),
                flag("snapshot"),
                whole("snapshot_count"),
                text("trace"),
                flag("verbose"),
                flag("very_verbose"),
                flag("very_very_verbose"));
    }

    private static List<Key> etcd2() {
        return List.of(
                text("advertise_client_urls"),
                text("ca_file").deprecated("trusted_ca_file and client_cert_auth replace it"),
                text("cert_file"),
                flag("client_cert_auth"),
                text("cors"),
                text("data_dir"),
                flag("debug"),
                text("discovery"),
                text("discovery_fallback"),
                text("discovery_srv"),
                text("discovery_proxy"),
                whole("election_timeout"),
                flag("enable_pprof"),
                flag("force_new_cluster"),
                whole("heartbeat_interval"),
                text("initial_advertise_peer_urls"),
                text("initial_cluster"),
                text("initial_cluster_state"),
                text("initial_cluster_token"),
                text("key_file"),
                text("listen_client_urls"),
                text("listen_peer_urls"),
                text("log_package_levels"),
                whole("max_snapshots"),
                whole("max_wals"),
                text("name"),
                text("peer_ca_file").deprecated("peer_trusted_ca_file and peer_client_cert_auth replace it"),
                text("peer_cert_file"),
                text("peer_key_file"),
                flag("peer_client_cert_auth"),
                text("peer_trusted_ca_file"),
                text("proxy", "on|off|readonly", "on, off or readonly"),
                whole("proxy_dial_timeout"),
                whole("proxy_failure_wait"),
                whole("proxy_read_timeout"),
                whole("proxy_refresh_interval"),
                whole("proxy_write_timeout"),
                whole("snapshot_count"),
                flag("strict_reconfig_check"),
                text("trusted_ca_file"),
                text("wal_dir"));
    }

    private static List<Key> fleet() {
        return List.of(
                text("agent_ttl"),
                text("authorized_keys_file"),
                flag("disable_engine"),
                fraction("engine_reconcile_interval"),
                text("etcd_cafile"),
                text("etcd_certfile"),
                text("etcd_keyfile"),
                text("etcd_key_prefix"),
                fraction("etcd_request_timeout"),
                text("etcd_servers"),
                text("etcd_username"),
                text("etcd_password"),
                text("metadata"),
                text("public_ip"),
                whole("token_limit"),
                whole("verbosity"),
                flag("verify_units"));
    }

    private static List<Key> locksmith() {
        return List.of(
                text("endpoint"),
                text("etcd_cafile"),
                text("etcd_certfile"),
                text("etcd_keyfile"),
                text("etcd_username"),
                text("etcd_password"),
                text("group"),
                text(
                        "window_start",
                        "((?i:sun|mon|tue|wed|thu|fri|sat) )?0*([0-9]|1[0-9]|2[0-3]):0*([0-9]|[1-5][0-9])",
                        "a time of day such as 14:00 or Thu 23:00"),
                // possessive, or a long row of letters would take the matcher forever
                text("window_length", "[-+]?([0-9]*+(\\.[0-9]*+)?[a-z]++)++", "a duration such as 30m or 1h30m"));
    }

    private static List<Key> flannel() {
        return Stream.of(
                        "etcd_endpoints",
                        "etcd_cafile",
                        "etcd_certfile",
                        "etcd_keyfile",
                        "etcd_prefix",
                        "etcd_username",
                        "etcd_password",
                        "ip_masq",
                        "subnet_file",
                        "interface",
                        "public_ip")
                .map(Key::text)
                .toList();
    }
}
