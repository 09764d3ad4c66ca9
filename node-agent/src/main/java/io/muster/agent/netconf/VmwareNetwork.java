package io.muster.agent.netconf;

import io.muster.agent.netconf.Method.Route;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The network of a VMware guest: `interface.N.…` and `dns.server.N`, counted from 0 without a gap.
final class VmwareNetwork {
    private final Map<String, String> variables;

    private VmwareNetwork(Map<String, String> variables) {
        this.variables = variables;
    }

    static List<Link> read(Map<String, String> variables) throws NetconfFault {
        return new VmwareNetwork(variables).links();
    }

    private List<Link> links() throws NetconfFault {
        List<InetAddress> nameservers = new ArrayList<>();
        String server;
        for (int i = 0; (server = variables.get("dns.server." + i)) != null; i++) {
            nameservers.add(Cidr.address(server, "nameserver"));
        }
        List<Link> links = new ArrayList<>();
        for (int i = 0; ; i++) {
            String prefix = "interface." + i + ".";
            boolean dhcp = dhcp(prefix);
            List<Cidr> addresses = addresses(prefix);
            List<Route> routes = routes(prefix);
            @Nullable Mac mac = mac(prefix);
            boolean fixed = !addresses.isEmpty() || !routes.isEmpty();
            if (!fixed && !dhcp) {
                return links;
            }
            links.add(new Link(
                    variables.getOrDefault(prefix + "name", ""),
                    new Link.Kind.Physical(),
                    mac,
                    fixed ? new Method.Static(addresses, nameservers, routes, mac) : new Method.Dhcp(mac)));
        }
    }

    private boolean dhcp(String prefix) throws NetconfFault {
        String word = variables.getOrDefault(prefix + "dhcp", "no");
        return switch (word) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new NetconfFault("%sdhcp '%s' is neither yes nor no".formatted(prefix, word));
        };
    }

    private List<Cidr> addresses(String prefix) throws NetconfFault {
        List<Cidr> addresses = new ArrayList<>();
        String address;
        for (int i = 0; (address = variables.get(prefix + "ip." + i + ".address")) != null; i++) {
            addresses.add(Cidr.parse(address));
        }
        return addresses;
    }

    private List<Route> routes(String prefix) throws NetconfFault {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; ; i++) {
            String route = prefix + "route." + i + ".";
            String gateway = variables.get(route + "gateway");
            String destination = variables.get(route + "destination");
            if (gateway == null && destination == null) {
                return routes;
            }
            if (gateway == null || destination == null) {
                throw new NetconfFault("%s wants both a gateway and a destination".formatted(route));
            }
            routes.add(new Route(Cidr.parse(destination).network(), Cidr.address(gateway, "gateway")));
        }
    }

    private @Nullable Mac mac(String prefix) throws NetconfFault {
        String mac = variables.get(prefix + "mac");
        if (mac == null) {
            return null;
        }
        return Mac.parse(mac)
                .orElseThrow(() -> new NetconfFault("%smac '%s' is no hardware address".formatted(prefix, mac)));
    }
}
