package io.muster.agent.netconf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One interface, and the ones that are built on it.
final class Link {
    /// What it is.
    sealed interface Kind {
        record Physical() implements Kind {}

        /// Several interfaces as one.
        ///
        /// @param slaves names of the interfaces it is made of
        record Bond(List<String> slaves, SortedMap<String, String> options) implements Kind {
            Bond(List<String> slaves, Map<String, String> options) {
                this(List.copyOf(slaves), new TreeMap<>(options));
            }
        }

        record Vlan(int id, @Nullable String rawDevice) implements Kind {}
    }

    private final String name;
    private final Kind kind;
    private final @Nullable Mac mac;
    private final Method method;
    private final List<Link> children = new ArrayList<>();
    private int depth;

    /// @param name empty where the interface is known by its hardware address
    /// @param mac by which the interface is found, or which it gets where it is made here
    Link(String name, Kind kind, @Nullable Mac mac, Method method) {
        this.name = name;
        this.kind = kind;
        this.mac = mac;
        this.method = method;
    }

    /// One that is only built upon.
    static Link unconfigured(String name) {
        return new Link(name, new Kind.Physical(), null, new Method.Manual());
    }

    String name() {
        return name;
    }

    boolean isLoopback() {
        return method instanceof Method.Loopback;
    }

    Kind kind() {
        return kind;
    }

    List<Link> children() {
        return children;
    }

    /// How many interfaces are built on it, one on the other; its files sort behind theirs.
    void depth(int depth) {
        this.depth = depth;
    }

    String fileName() {
        return "%02x-%s".formatted(depth, name.isEmpty() && mac != null ? mac.text() : name);
    }

    /// The `.netdev` file of an interface that is made here.
    Optional<String> netdev() {
        return switch (kind) {
            case Kind.Physical physical -> Optional.empty();
            case Kind.Bond bond ->
                Optional.of("[NetDev]\nKind=bond\nName=%s\n%s\n[Bond]\n%s"
                        .formatted(
                                name,
                                macLine(Optional.ofNullable(mac)),
                                bond.options().entrySet().stream()
                                        .map(option -> option.getKey() + "=" + option.getValue() + "\n")
                                        .collect(Collectors.joining())));
            case Kind.Vlan vlan ->
                Optional.of("[NetDev]\nKind=vlan\nName=%s\n%s\n[VLAN]\nId=%d\n"
                        .formatted(name, macLine(method.wantedMac()), vlan.id()));
        };
    }

    /// The `.network` file.
    String network() {
        StringBuilder text = new StringBuilder("[Match]\n");
        if (!name.isEmpty()) {
            text.append("Name=").append(name).append('\n');
        }
        text.append(macLine(Optional.ofNullable(mac)));
        text.append("\n[Network]\n");
        for (Link child : children) {
            switch (child.kind) {
                case Kind.Vlan vlan -> text.append("VLAN=").append(child.name).append('\n');
                case Kind.Bond bond -> text.append("Bond=").append(child.name).append('\n');
                case Kind.Physical physical -> {}
            }
        }
        return text.append(method.sections()).toString();
    }

    private static String macLine(Optional<Mac> address) {
        return address.map(mac -> "MACAddress=" + mac + "\n").orElse("");
    }
}
