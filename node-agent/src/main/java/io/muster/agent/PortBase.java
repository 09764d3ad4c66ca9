package io.muster.agent;

import io.muster.cloudconfig.OptionSection;
import io.muster.cloudconfig.Options;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Moves a member from etcd's well-known ports to four consecutive ones, so that several machines fit on one: 2379,
/// 2380, 4001 and 7001 become the base and the three after it, listened and advertised alike.
///
/// Where a discovery service is to be found is another machine's affair and stays as it is.
record PortBase(int base) {
    private static final List<String> WELL_KNOWN = List.of("2379", "2380", "4001", "7001");
    private static final Pattern PORT = Pattern.compile(":(2379|2380|4001|7001)(?=$|[/,\\s])");
    private static final Set<String> OTHERS = Set.of("discovery", "discovery_proxy", "discovery_srv");

    /// What a member listens at and advertises when its options do not say.
    private static final String CLIENT_URLS = "http://localhost:2379,http://localhost:4001";

    private static final String PEER_URLS = "http://localhost:2380,http://localhost:7001";

    PortBase {
        if (base < 1 || base > 65535 - WELL_KNOWN.size() + 1) {
            throw new IllegalArgumentException("the port base %d is not between 1 and 65532".formatted(base));
        }
    }

    Options move(Options options) {
        Map<String, String> moved = new LinkedHashMap<>(withDefaults(options));
        moved.replaceAll((option, value) -> OTHERS.contains(option) ? value : move(value));
        return new Options(options.section(), moved);
    }

    String move(String value) {
        return PORT.matcher(value)
                .replaceAll(hit -> Matcher.quoteReplacement(":" + (base + WELL_KNOWN.indexOf(hit.group(1)))));
    }

    private static Map<String, String> withDefaults(Options options) {
        Map<String, String> all = new LinkedHashMap<>(options.values());
        boolean byOldName = options.section() == OptionSection.ETCD;
        if (!byOldName
                || (options.get("addr").isEmpty() && options.get("bind_addr").isEmpty())) {
            all.putIfAbsent("listen_client_urls", CLIENT_URLS);
            all.putIfAbsent("advertise_client_urls", CLIENT_URLS);
        }
        if (!byOldName
                || (options.get("peer_addr").isEmpty()
                        && options.get("peer_bind_addr").isEmpty())) {
            all.putIfAbsent("listen_peer_urls", PEER_URLS);
            all.putIfAbsent("initial_advertise_peer_urls", PEER_URLS);
        }
        return all;
    }
}
