package io.muster.agent.netconf;

import io.muster.agent.netconf.Method.Route;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One `iface` of a Debian /etc/network/interfaces (interfaces(5)), as far as coreos-cloudinit understands it.
final class Stanza {
    private static final List<String> BOND_OPTIONS = List.of("mode", "miimon", "lacp-rate");

    private final String name;
    private final Map<String, List<String>> options = new LinkedHashMap<>();
    private final List<String> commandsAfterUp = new ArrayList<>();

    private Stanza(String name) {
        this.name = name;
    }

    /// @param words of the first line behind `iface`
    /// @param lines behind the first
    static Link parse(List<String> words, List<String> lines) throws NetconfFault {
        if (words.size() != 3) {
            throw new NetconfFault("iface '%s' wants a name, a family and a method".formatted(String.join(" ", words)));
        }
        Stanza stanza = new Stanza(words.getFirst());
        lines.forEach(stanza::take);
        Method method = stanza.method(words.get(2));
        return new Link(stanza.name, stanza.kind(), null, method);
    }

    private void take(String line) {
        int space = line.indexOf(' ');
        if (line.startsWith("post-up")) {
            if (space > 0) {
                commandsAfterUp.add(line.substring(space + 1));
            }
        } else if (!line.startsWith("pre-down")) {
            List<String> words = Arrays.asList(line.split("\\s+", -1));
            options.put(words.getFirst(), words.subList(1, words.size()));
        }
    }

    private Method method(String word) throws NetconfFault {
        return switch (word) {
            case "static" -> fixed();
            case "dhcp" -> new Method.Dhcp(mac());
            case "manual" -> new Method.Manual();
            case "loopback" -> new Method.Loopback();
            default -> throw new NetconfFault("iface %s: '%s' is no method".formatted(name, word));
        };
    }

    private Method fixed() throws NetconfFault {
        Optional<String> address = only("address");
        Optional<String> netmask = only("netmask");
        if (address.isEmpty() || netmask.isEmpty()) {
            throw new NetconfFault("iface %s is static and wants one address and one netmask".formatted(name));
        }
        List<Route> routes = new ArrayList<>();
        Optional<String> gateway = only("gateway");
        if (gateway.isPresent()) {
            routes.add(new Route(Cidr.parse("0.0.0.0/0"), Cidr.address(gateway.get(), "gateway")));
        }
        List<InetAddress> nameservers = new ArrayList<>();
        for (String server : options.getOrDefault("dns-nameservers", List.of())) {
            nameservers.add(Cidr.address(server, "nameserver"));
        }
        for (String command : commandsAfterUp) {
            route(command).ifPresent(routes::add);
        }
        return new Method.Static(List.of(Cidr.of(address.get(), netmask.get())), nameservers, routes, mac());
    }

    /// The route of a command `route add -net NETWORK [netmask MASK] gw GATEWAY`; any other command is not ours to run.
    private static Optional<Route> route(String command) throws NetconfFault {
        if (!command.startsWith("route add")) {
            return Optional.empty();
        }
        String[] words = command.strip().split("\\s+", -1);
        @Nullable String net = null;
        @Nullable String mask = null;
        @Nullable String gateway = null;
        for (int i = 0; i + 1 < words.length; i++) {
            switch (words[i]) {
                case "-net" -> net = words[i + 1];
                case "netmask" -> mask = words[i + 1];
                case "gw" -> gateway = words[i + 1];
                default -> {}
            }
        }
        if (net == null || gateway == null || (mask == null && !net.contains("/"))) {
            return Optional.empty();
        }
        Cidr destination;
        if (!net.contains("/")) {
            destination = Cidr.of(net, String.valueOf(mask));
        } else if (mask == null) {
            destination = Cidr.parse(net).network();
        } else {
            destination = new Cidr(Cidr.parse(net).network().address(), Cidr.bits(mask));
        }
        return Optional.of(new Route(destination, Cidr.address(gateway, "gateway")));
    }

    private @Nullable Mac mac() throws NetconfFault {
        List<String> words = options.getOrDefault("hwaddress", List.of());
        if (words.size() != 2 || !words.getFirst().equals("ether")) {
            return null;
        }
        return Mac.parse(words.get(1))
                .orElseThrow(() -> new NetconfFault(
                        "iface %s: hwaddress '%s' is no hardware address".formatted(name, words.get(1))));
    }

    private Link.Kind kind() throws NetconfFault {
        if (options.containsKey("vlan_raw_device") || name.contains(".")) {
            return new Link.Kind.Vlan(vlanId(), only("vlan_raw_device").orElse(null));
        }
        if (!options.containsKey("bond-slaves")) {
            return new Link.Kind.Physical();
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (String option : BOND_OPTIONS) {
            options.getOrDefault("bond-" + option, List.of()).stream()
                    .findFirst()
                    .ifPresent(value -> settings.put(option, value));
        }
        return new Link.Kind.Bond(options.getOrDefault("bond-slaves", List.of()), settings);
    }

    private int vlanId() throws NetconfFault {
        String id = name.contains(".")
                ? name.substring(name.lastIndexOf('.') + 1)
                : name.startsWith("vlan") ? name.substring("vlan".length()) : "";
        if (!id.matches("\\d{1,9}")) {
            throw new NetconfFault("iface %s has a vlan_raw_device, so its name must end in a number: vlan10, eth0.10"
                    .formatted(name));
        }
        return Integer.parseInt(id);
    }

    /// The value of an option that has exactly one.
    private Optional<String> only(String option) {
        return Optional.ofNullable(options.get(option))
                .filter(words -> words.size() == 1)
                .map(List::getFirst);
    }
}
