package io.muster.discovery.page;

import java.util.List;

/// Ready-made user-data for the machines of a cluster, for both generations of etcd.
final class CloudConfigs {
    private CloudConfigs() {}

    /// @param id of the element that holds the text
    /// @param first whether it is what most need
    record Sample(String id, String title, String hint, String text, boolean first) {}

    /// @param url what nodes register at
    static List<Sample> of(String url) {
        return List.of(
                new Sample(
                        "etcd2",
                        "etcd 2 and later",
                        "Serves clients on port 2379 and, as older ones expect, on 4001; members talk on 2380.",
                        """
                        #cloud-config

                        coreos:
                          etcd2:
                            discovery: %s
                            advertise-client-urls: http://$private_ipv4:2379,http://$private_ipv4:4001
                            initial-advertise-peer-urls: http://$private_ipv4:2380
                            listen-client-urls: http://0.0.0.0:2379,http://0.0.0.0:4001
                            listen-peer-urls: http://$private_ipv4:2380
                          units:
                            - name: etcd2.service
                              command: start
                        """.formatted(url),
                        true),
                new Sample(
                        "etcd",
                        "etcd 0.4",
                        "This generation takes no notice of the size, and cannot share a token with the later one.",
                        """
                        #cloud-config

                        coreos:
                          etcd:
                            discovery: %s
                            addr: $private_ipv4:4001
                            peer-addr: $private_ipv4:7001
                          units:
                            - name: etcd.service
                              command: start
                        """.formatted(url),
                        false));
    }
}
