package io.muster.agent.netconf;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.agent.netconf.Method.Route;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The network of a Packet machine: all its interfaces bonded into bond0.
final class PacketNetwork {
    private static final Map<String, String> BOND_OPTIONS = Map.of(
            "Mode", "802.3ad",
            "LACPTransmitRate", "fast",
            "MIIMonitorSec", ".2",
            "UpDelaySec", ".2",
            "DownDelaySec", ".2");
    private static final List<String> NAMESERVERS = List.of("8.8.8.8", "8.8.4.4");

    private PacketNetwork() {}

    static List<Link> read(JsonNode network) throws NetconfFault {
        List<InetAddress> nameservers = new ArrayList<>();
        if (network.path("dns").isArray()) {
            for (JsonNode server : network.path("dns")) {
                nameservers.add(Cidr.address(server.asText(), "nameserver"));
            }
        } else {
            for (String server : NAMESERVERS) {
                nameservers.add(Cidr.address(server, "nameserver"));
            }
        }
        List<Cidr> addresses = new ArrayList<>();
        List<Route> routes = new ArrayList<>();
        for (JsonNode block : network.path("addresses")) {
            addresses.add(Cidr.of(
                    block.path("address").asText(), block.path("netmask").asText()));
            routes.add(new Route(
                    destination(block), Cidr.address(block.path("gateway").asText(), "gateway")));
        }
        return links(network.path("interfaces"), new Method.Static(addresses, nameservers, routes, null));
    }

    private static List<Link> links(JsonNode nics, Method.Static method) throws NetconfFault {
        if (nics.isEmpty()) {
            throw new NetconfFault("the network of this machine lists no interfaces");
        }
        List<String> names = new ArrayList<>();
        nics.forEach(nic -> names.add(nic.path("name").asText()));
        @Nullable Mac mac = Mac.parse(nics.path(0).path("mac").asText()).orElse(null);
        Link bond = new Link("bond0", new Link.Kind.Bond(names, BOND_OPTIONS), mac, method);
        Method own = new Method.Static(List.of(), method.nameservers(), List.of(), null);
        List<Link> links = new ArrayList<>();
        for (String name : names) {
            Link link = new Link(name, new Link.Kind.Physical(), null, own);
            link.children().add(bond);
            link.depth(links.size());
            links.add(link);
        }
        links.add(bond);
        return links;
    }

    private static Cidr destination(JsonNode block) throws NetconfFault {
        if (!block.path("public").asBoolean()) {
            return Cidr.parse("10.0.0.0/8");
        }
        return Cidr.parse(block.path("address_family").asInt() == 4 ? "0.0.0.0/0" : "::/0");
    }
}
