package io.muster.agent.netconf;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.agent.netconf.Method.Route;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// The network of a DigitalOcean droplet: interfaces known by their hardware addresses.
final class DigitalOceanNetwork {
    private DigitalOceanNetwork() {}

    static List<Link> read(JsonNode metadata) throws NetconfFault {
        List<InetAddress> nameservers = new ArrayList<>();
        for (JsonNode server : metadata.path("dns").path("nameservers")) {
            nameservers.add(Cidr.address(server.asText(), "nameserver"));
        }
        List<Link> links = new ArrayList<>();
        for (JsonNode nic : metadata.path("interfaces").path("public")) {
            links.add(link(nic, nameservers, true));
        }
        for (JsonNode nic : metadata.path("interfaces").path("private")) {
            links.add(link(nic, List.of(), false));
        }
        return links;
    }

    private static Link link(JsonNode nic, List<InetAddress> nameservers, boolean outside) throws NetconfFault {
        List<Cidr> addresses = new ArrayList<>();
        List<Route> routes = new ArrayList<>();
        JsonNode four = nic.path("ipv4");
        if (four.isObject()) {
            addresses.add(Cidr.of(
                    four.path("ip_address").asText(), four.path("netmask").asText()));
            if (outside) {
                routes.add(new Route(Cidr.parse("0.0.0.0/0"), gateway(four)));
            }
        }
        JsonNode six = nic.path("ipv6");
        if (six.isObject()) {
            addresses.add(Cidr.parse(
                    six.path("ip_address").asText() + "/" + six.path("cidr").asInt()));
            if (outside) {
                routes.add(new Route(Cidr.parse("::/0"), gateway(six)));
            }
        }
        String mac = nic.path("mac").asText();
        return new Link(
                "",
                new Link.Kind.Physical(),
                Mac.parse(mac).orElseThrow(() -> new NetconfFault("mac '%s' is no hardware address".formatted(mac))),
                new Method.Static(addresses, nameservers, routes, null));
    }

    private static InetAddress gateway(JsonNode family) throws NetconfFault {
        return Cidr.address(family.path("gateway").asText(), "gateway");
    }
}
