package io.muster.keyspace.server;

import io.muster.keyspace.server.ServerConfig.Founding;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;

/// What a server says of itself when it starts, in the words that etcd's guides show.
final class StartLog {
    private StartLog() {}

    static void describe(ServerConfig config, Logger log) {
        config.notices().forEach(log::info);
        config.warnings().forEach(log::warn);
        log.info("etcd Version: {}, Muster Version: {}", ProductVersion.ETCD_SERVER, ProductVersion.muster());
        for (Endpoint endpoint : config.listenPeerUrls()) {
            log.info("listening for peers on {}", endpoint);
        }
        for (Endpoint endpoint : config.listenClientUrls()) {
            log.info("listening for client requests on {}", endpoint);
        }
        log.info("name = {}", config.name());
        log.info("data dir = {}", config.dataDir());
        log.info("member dir = {}", config.dataDir());
        if (config.walDir() != null) {
            log.info("dedicated WAL dir = {}", config.walDir());
        }
        log.info("heartbeat = {}ms", config.heartbeat().toMillis());
        log.info("election = {}ms", config.election().toMillis());
        log.info("snapshot count = {}", config.snapshotCount());
        founding(config.founding()).forEach(log::info);
        log.info("advertise client URLs = {}", String.join(",", config.advertiseClientUrls()));
        log.info("initial advertise peer URLs = {}", String.join(",", config.advertisePeerUrls()));
    }

    private static List<String> founding(Founding founding) {
        return switch (founding) {
            case Founding.Listed listed ->
                List.of("initial cluster = " + listed.cluster().format());
            case Founding.Alone alone ->
                List.of("initial cluster = " + alone.cluster().format());
            case Founding.Discovered discovered
            when discovered.proxy() == null -> List.of("discovery URL= " + discovered.url());
            case Founding.Discovered discovered ->
                List.of("discovery URL= " + discovered.url(), "discovery proxy = " + discovered.proxy());
            case Founding.Recorded recorded -> List.of("discovery SRV domain = " + recorded.domain());
            case Founding.First first ->
                List.of(
                        "discovery URL= " + Objects.requireNonNullElse(first.discovery(), "none"),
                        "peers = " + String.join(",", first.peers()));
        };
    }
}
