package io.muster.agent.netconf;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.agent.datasource.FetchFailed;
import io.muster.agent.datasource.Json;
import io.muster.agent.datasource.Metadata.NetworkConfig;
import io.muster.cloudconfig.NetworkSetup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The formats that can be converted.
public enum Netconf {
    DEBIAN,
    PACKET,
    DIGITALOCEAN,
    VMWARE;

    /// All of them, for people.
    public static final String WORDS =
            Arrays.stream(values()).map(Netconf::toString).collect(Collectors.joining(", "));

    public static Optional<Netconf> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(word))
                .findFirst();
    }

    /// What networkd needs for this configuration.
    ///
    /// @throws NetconfFault also when there is none, or one of another format
    public NetworkSetup convert(@Nullable NetworkConfig config) throws NetconfFault {
        return setup(
                switch (this) {
                    case DEBIAN -> DebianInterfaces.read(text(config));
                    case PACKET -> PacketNetwork.read(json(config));
                    case DIGITALOCEAN -> DigitalOceanNetwork.read(json(config));
                    case VMWARE -> VmwareNetwork.read(variables(config));
                });
    }

    private String text(@Nullable NetworkConfig config) throws NetconfFault {
        if (config instanceof NetworkConfig.Text text) {
            return text.text();
        }
        throw new NetconfFault("the meta-data has no network configuration of the format " + this);
    }

    private JsonNode json(@Nullable NetworkConfig config) throws NetconfFault {
        try {
            return Json.object(text(config), "the network configuration");
        } catch (FetchFailed e) {
            throw new NetconfFault(String.valueOf(e.getMessage()), e);
        }
    }

    private static Map<String, String> variables(@Nullable NetworkConfig config) throws NetconfFault {
        if (config instanceof NetworkConfig.Variables variables) {
            return variables.values();
        }
        throw new NetconfFault("the meta-data has no network configuration of the format " + VMWARE);
    }

    private static NetworkSetup setup(List<Link> links) throws NetconfFault {
        List<NetworkSetup.UnitFile> files = new ArrayList<>();
        for (Link link : links) {
            if (link.fileName().contains("/")) {
                throw new NetconfFault("interface '%s' has a name that no interface can have".formatted(link.name()));
            }
            link.netdev().ifPresent(text -> files.add(new NetworkSetup.UnitFile(link.fileName() + ".netdev", text)));
            files.add(new NetworkSetup.UnitFile(link.fileName() + ".network", link.network()));
        }
        boolean vlans = links.stream().anyMatch(link -> link.kind() instanceof Link.Kind.Vlan);
        List<List<String>> modules = new ArrayList<>();
        if (vlans) {
            modules.add(List.of("8021q"));
        }
        links.stream()
                .map(Link::kind)
                .filter(Link.Kind.Bond.class::isInstance)
                .map(Link.Kind.Bond.class::cast)
                .findFirst()
                .ifPresent(bond -> {
                    List<String> words = new ArrayList<>(List.of("bonding"));
                    bond.options().forEach((name, value) -> words.add(name + "=" + value));
                    modules.add(words);
                });
        return new NetworkSetup(
                links.stream().map(Link::name).filter(name -> !name.isEmpty()).toList(), modules, files);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
