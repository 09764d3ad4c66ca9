package io.muster.agent.datasource;

import io.muster.agent.datasource.Metadata.NetworkConfig;
import io.muster.cloudconfig.Addresses;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What VMware tells a guest: variables named `guestinfo.…`, from the hypervisor or from an OVF environment.
///
/// @param present whether there is anybody to ask
public record Vmware(String name, BooleanSupplier present, Variables variables, HttpFetch http) implements Datasource {
    /// Looks up one variable.
    @FunctionalInterface
    public interface Variables {
        /// The value of one.
        ///
        /// @param name without `guestinfo.`
        /// @return "" where it is not set
        String get(String name) throws FetchFailed, InterruptedException;
    }

    @Override
    public boolean isAvailable() {
        return present.getAsBoolean();
    }

    @Override
    public byte[] userData() throws FetchFailed, InterruptedException {
        String encoding = variables.get("coreos.config.data.encoding");
        byte[] data = variables.get("coreos.config.data").getBytes(StandardCharsets.UTF_8);
        String url = data.length > 0 ? "" : variables.get("coreos.config.url");
        if (!url.isEmpty()) {
            data = new UrlSource(url, http).userData();
        }
        return Encoded.decode(data, encoding)
                .orElseThrow(() -> new FetchFailed(
                        "coreos.config.data is not what coreos.config.data.encoding says: '%s'".formatted(encoding)));
    }

    @Override
    public Metadata metadata() throws FetchFailed, InterruptedException {
        Found found = new Found(variables);
        found.list("dns.server.%d");
        found.list("dns.domain.%d");
        int nic = 0;
        while (found.nic("interface." + nic + ".")) {
            nic++;
        }
        return new Metadata(
                variables.get("hostname"), List.of(), found.addresses, new NetworkConfig.Variables(found.values));
    }

    /// What has been found so far.
    private static final class Found {
        private final Variables variables;
        private final Map<String, String> values = new LinkedHashMap<>();
        private Addresses addresses = Addresses.NONE;

        Found(Variables variables) {
            this.variables = variables;
        }

        private Optional<String> take(String name) throws FetchFailed, InterruptedException {
            String value = variables.get(name);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.put(name, value);
            return Optional.of(value);
        }

        void list(String format) throws FetchFailed, InterruptedException {
            int i = 0;
            while (take(format.formatted(i)).isPresent()) {
                i++;
            }
        }

        /// Whether anything is said of this interface.
        boolean nic(String prefix) throws FetchFailed, InterruptedException {
            boolean any = take(prefix + "name").isPresent();
            any |= take(prefix + "mac").isPresent();
            any |= take(prefix + "dhcp").isPresent();
            String role = variables.get(prefix + "role");
            Optional<String> address = take(prefix + "ip.0.address");
            for (int i = 1; address.isPresent(); i++) {
                any = true;
                note(role, address.get());
                address = take(prefix + "ip." + i + ".address");
            }
            for (int i = 0; ; i++) {
                boolean gateway = take(prefix + "route." + i + ".gateway").isPresent();
                if (!take(prefix + "route." + i + ".destination").isPresent() && !gateway) {
                    return any;
                }
                any = true;
            }
        }

        private void note(String role, String cidr) throws FetchFailed {
            int slash = cidr.indexOf('/');
            InetAddress address = Ip.parse(slash < 0 ? null : cidr.substring(0, slash))
                    .orElseThrow(() ->
                            new FetchFailed("'%s' is no address with its length, such as 10.0.0.2/24".formatted(cidr)));
            String text = Ip.print(address);
            boolean v4 = Ip.isV4(text);
            addresses = switch (role) {
                case "public" ->
                    new Addresses(
                            v4 ? text : addresses.publicIpv4(),
                            addresses.privateIpv4(),
                            v4 ? addresses.publicIpv6() : text,
                            addresses.privateIpv6());
                case "private" ->
                    new Addresses(
                            addresses.publicIpv4(),
                            v4 ? text : addresses.privateIpv4(),
                            addresses.publicIpv6(),
                            v4 ? addresses.privateIpv6() : text);
                case "" -> addresses;
                default -> throw new FetchFailed("role '%s' is neither public nor private".formatted(role));
            };
        }
    }
}
