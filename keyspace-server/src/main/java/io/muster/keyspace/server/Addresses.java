package io.muster.keyspace.server;

import java.util.List;
import java.util.function.Consumer;

/// Where a member listens and what it tells others, given as URLs or as the `host:port` of the first generation.
///
/// @param listenPeers for other members
/// @param advertisePeers what other members are told
/// @param listenClients for clients
/// @param advertiseClients what clients are told
record Addresses(
        List<Endpoint> listenPeers,
        List<Endpoint> advertisePeers,
        List<Endpoint> listenClients,
        List<Endpoint> advertiseClients) {
    /// @param faults told of flags that contradict each other, in etcd's words
    static Addresses of(FlagValues values, Consumer<String> faults) {
        Reading reading = new Reading(values, faults);
        return new Addresses(
                reading.listen("listen-peer-urls", "peer-bind-addr", "peer-addr", "peer-"),
                reading.advertise("initial-advertise-peer-urls", "peer-addr", "peer-"),
                reading.listen("listen-client-urls", "bind-addr", "addr", ""),
                reading.advertise("advertise-client-urls", "addr", ""));
    }

    private record Reading(FlagValues values, Consumer<String> faults) {
        // Without an address to bind, the advertised one says the port and every address of the machine listens.
        List<Endpoint> listen(String urls, String bindAddress, String address, String kind) {
            if (!values.isGiven(bindAddress) && !speaksInAddresses(urls, address)) {
                return Endpoint.parseAll(values.text(urls));
            }
            refuseBoth(urls, bindAddress);
            String place = values.text(bindAddress);
            String port = Endpoint.hasPort(place)
                    ? ""
                    : ":" + Endpoint.parse("http://" + values.text(address)).port();
            return List.of(Endpoint.parse(scheme(kind) + place + port));
        }

        List<Endpoint> advertise(String urls, String address, String kind) {
            if (!speaksInAddresses(urls, address)) {
                return Endpoint.parseAll(values.text(urls));
            }
            refuseBoth(urls, address);
            return List.of(Endpoint.parse(scheme(kind) + values.text(address)));
        }

        // The first generation has defaults of its own, which are addresses.
        private boolean speaksInAddresses(String urls, String address) {
            return values.isGiven(address) || (values.dialect() == Dialect.V0_4 && !values.isGiven(urls));
        }

        private void refuseBoth(String urls, String address) {
            if (values.isGiven(urls)) {
                faults.accept(ConfigReader.verifying("Set only one of flags -" + urls + " and -" + address));
            }
        }

        private String scheme(String kind) {
            boolean secure = values.isGiven(kind + "cert-file") || values.isGiven(kind + "key-file");
            return secure ? "https://" : "http://";
        }
    }
}
