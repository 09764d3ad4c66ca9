package io.muster.agent.netconf;

import io.muster.agent.datasource.Ip;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How an interface gets its addresses.
sealed interface Method {
    /// From here.
    record Static(
            List<Cidr> addresses,
            List<InetAddress> nameservers,
            List<Route> routes,
            @Nullable Mac mac) implements Method {
        public Static {
            addresses = List.copyOf(addresses);
            nameservers = List.copyOf(nameservers);
            routes = List.copyOf(routes);
        }
    }

    /// From a server.
    record Dhcp(@Nullable Mac mac) implements Method {}

    /// Not at all.
    record Manual() implements Method {}

    /// Never: it is the machine's own.
    record Loopback() implements Method {}

    record Route(Cidr destination, InetAddress gateway) {
        @Override
        public String toString() {
            return "\n[Route]\nDestination=%s\nGateway=%s\n".formatted(destination, Ip.print(gateway));
        }
    }

    /// The hardware address that the interface is to have.
    default Optional<Mac> wantedMac() {
        return switch (this) {
            case Static fixed -> Optional.ofNullable(fixed.mac());
            case Dhcp dhcp -> Optional.ofNullable(dhcp.mac());
            case Manual manual -> Optional.empty();
            case Loopback loopback -> Optional.empty();
        };
    }

    /// What it adds to the section `[Network]` and after it.
    default String sections() {
        return switch (this) {
            case Static fixed -> {
                StringBuilder text = new StringBuilder();
                fixed.nameservers()
                        .forEach(server ->
                                text.append("DNS=").append(Ip.print(server)).append('\n'));
                fixed.addresses().forEach(address -> text.append("\n[Address]\nAddress=")
                        .append(address)
                        .append('\n'));
                fixed.routes().forEach(text::append);
                yield text.toString();
            }
            case Dhcp dhcp -> "DHCP=true\n";
            case Manual manual -> "";
            case Loopback loopback -> "";
        };
    }
}
