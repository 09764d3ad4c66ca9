package io.muster.cloudconfig;

import static io.muster.cloudconfig.Key.choice;
import static io.muster.cloudconfig.Key.flag;
import static io.muster.cloudconfig.Key.fraction;
import static io.muster.cloudconfig.Key.text;
import static io.muster.cloudconfig.Key.whole;

import java.util.List;

/// The options of a member, in the order in which coreos-cloudinit 1.14.0 writes them (`config/etcd.go`, `etcd2.go`).
final class EtcdOptions {
    private static final String BELONGS = "it is an option of etcd2";
    private static final String BELONGS_ORIGINAL = "etcd2 options no longer work for etcd";

    private EtcdOptions() {}

    /// Those of the 0.4 generation. What is etcd2's is still handed on.
    static List<Key> first() {
        return List.of(
                text("addr", "address that clients are told, HOST:PORT"),
                newer(text("advertise_client_urls", "addresses that clients are told, separated by commas")),
                text("bind_addr", "address to listen on for clients, HOST:PORT"),
                text("ca_file", "certificates that clients are checked against"),
                text("cert_file", "certificate shown to clients"),
                whole("cluster_active_size", "how many members vote; more of them stand by"),
                fraction("cluster_remove_delay", "seconds after which an unreachable member is removed"),
                fraction("cluster_sync_interval", "seconds between looks at the cluster's members"),
                text("cors", "origins that browsers may ask from, separated by commas"),
                text("data_dir", "folder of the member's data"),
                text("discovery", "URL of the cluster's discovery token, where the members find each other"),
                newer(text("discovery_fallback", "what to do when discovery fails: exit or proxy")),
                newer(text("discovery_srv", "domain whose SRV records name the members")),
                newer(text("discovery_proxy", "HTTP proxy on the way to the discovery service")),
                newer(whole("election_timeout", "milliseconds without a leader until a member stands for election")),
                newer(flag("force_new_cluster", "makes a cluster of one out of this member's data")),
                text("graphite_host", "where measurements are sent, HOST:PORT"),
                newer(whole("heartbeat_interval", "milliseconds between a leader's heartbeats")),
                fraction("http_read_timeout", "seconds until a request must have arrived"),
                fraction("http_write_timeout", "seconds until an answer must have been taken"),
                newer(text("initial_advertise_peer_urls", "this member's addresses for its peers")),
                newer(text("initial_cluster", "the members to begin with: NAME=URL, separated by commas")),
                newer(text("initial_cluster_state", "new, or existing to join a cluster that is there")),
                newer(text("initial_cluster_token", "tells clusters apart that are begun alike")),
                text("key_file", "private key of cert_file"),
                newer(text("listen_client_urls", "addresses to listen on for clients, separated by commas")),
                newer(text("listen_peer_urls", "addresses to listen on for peers, separated by commas")),
                whole("max_result_buffer", "how many results wait for a slow client"),
                whole("max_retry_attempts", "how often to try to join a cluster"),
                newer(whole("max_snapshots", "how many snapshots to keep, 0 for all")),
                newer(whole("max_wals", "how many log files to keep, 0 for all")),
                text("name", "the member's name, else the machine's id"),
                text("peer_addr", "address that peers are told, HOST:PORT"),
                text("peer_bind_addr", "address to listen on for peers, HOST:PORT"),
                text("peer_ca_file", "certificates that peers are checked against"),
                text("peer_cert_file", "certificate shown to peers"),
                whole("peer_election_timeout", "milliseconds without a leader until a member stands for election"),
                whole("peer_heartbeat_interval", "milliseconds between a leader's heartbeats"),
                text("peer_key_file", "private key of peer_cert_file"),
                text("peers", "members to join, HOST:PORT separated by commas"),
                text("peers_file", "file that lists members to join"),
                newer(text("proxy", "on, off or readonly")),
                fraction("retry_interval", "seconds between attempts to join a cluster"),
                flag("snapshot", "whether snapshots are made"),
                whole("snapshot_count", "entries between two snapshots"),
                text("trace", "where traces are served"),
                flag("verbose", "logs more"),
                flag("very_verbose", "logs much more"),
                flag("very_very_verbose", "logs everything"));
    }

    static List<Key> second() {
        return List.of(
                text("advertise_client_urls", "addresses that clients are told, separated by commas"),
                text("ca_file", "certificates that clients are checked against")
                        .deprecated(
                                "trusted_ca_file and client_cert_auth replace it",
                                "ca_file obsoleted by trusted_ca_file and client_cert_auth"),
                text("cert_file", "certificate shown to clients"),
                flag("client_cert_auth", "whether clients need a certificate"),
                text("cors", "origins that browsers may ask from, separated by commas"),
                text("data_dir", "folder of the member's data"),
                flag("debug", "logs more"),
                text("discovery", "URL of the cluster's discovery token, where the members find each other"),
                text("discovery_fallback", "what to do when discovery fails: exit or proxy"),
                text("discovery_srv", "domain whose SRV records name the members"),
                text("discovery_proxy", "HTTP proxy on the way to the discovery service"),
                whole("election_timeout", "milliseconds without a leader until a member stands for election"),
                flag("enable_pprof", "serves profiles of the running process"),
                flag("force_new_cluster", "makes a cluster of one out of this member's data"),
                whole("heartbeat_interval", "milliseconds between a leader's heartbeats"),
                text("initial_advertise_peer_urls", "this member's addresses for its peers, separated by commas"),
                text("initial_cluster", "the members to begin with: NAME=URL, separated by commas"),
                text("initial_cluster_state", "new, or existing to join a cluster that is there"),
                text("initial_cluster_token", "tells clusters apart that are begun alike"),
                text("key_file", "private key of cert_file"),
                text("listen_client_urls", "addresses to listen on for clients, separated by commas"),
                text("listen_peer_urls", "addresses to listen on for peers, separated by commas"),
                text("log_package_levels", "log level of each part: PART=LEVEL, separated by commas"),
                whole("max_snapshots", "how many snapshots to keep, 0 for all"),
                whole("max_wals", "how many log files to keep, 0 for all"),
                text("name", "the member's name, else the machine's id"),
                text("peer_ca_file", "certificates that peers are checked against")
                        .deprecated(
                                "peer_trusted_ca_file and peer_client_cert_auth replace it",
                                "peer_ca_file obsoleted peer_trusted_ca_file and peer_client_cert_auth"),
                text("peer_cert_file", "certificate shown to peers"),
                text("peer_key_file", "private key of peer_cert_file"),
                flag("peer_client_cert_auth", "whether peers need a certificate"),
                text("peer_trusted_ca_file", "certificates that peers are checked against"),
                choice("proxy", "whether this is a proxy and no member", List.of("on", "off", "readonly")),
                whole("proxy_dial_timeout", "milliseconds until a proxy gives up connecting to a member"),
                whole("proxy_failure_wait", "milliseconds until a proxy tries a failed member again"),
                whole("proxy_read_timeout", "milliseconds until a proxy gives up reading from a member"),
                whole("proxy_refresh_interval", "milliseconds between a proxy's looks at the members"),
                whole("proxy_write_timeout", "milliseconds until a proxy gives up writing to a member"),
                whole("snapshot_count", "entries between two snapshots"),
                flag("strict_reconfig_check", "refuses changes of members that would cost the quorum"),
                text("trusted_ca_file", "certificates that clients are checked against"),
                text("wal_dir", "folder of the log, else below data_dir"));
    }

    private static Key newer(Key key) {
        return key.deprecated(BELONGS, BELONGS_ORIGINAL);
    }
}
