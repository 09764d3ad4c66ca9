package io.muster.agent.datasource;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.cloudconfig.Addresses;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// CloudSigma's server context, which a machine asks for over its second serial port.
///
/// @param port where the hypervisor answers
/// @param system where the kernel shows the machine: `/`
public record CloudSigma(SerialPort port, Path system) implements Datasource {
    @Override
    public String name() {
        return "CloudSigma server context";
    }

    /// Once the network is up, for the address inside is read off it.
    @Override
    public boolean isAvailable() {
        try (Stream<Path> leases = Files.list(system.resolve("run/systemd/netif/leases"))) {
            return Files.readString(system.resolve("sys/class/dmi/id/product_name"), StandardCharsets.ISO_8859_1)
                            .startsWith("CloudSigma")
                    && leases.findAny().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public byte[] userData() throws FetchFailed, InterruptedException {
        JsonNode meta = Json.object(ask("/meta/"), name());
        String data = Json.string(meta, "cloudinit-user-data");
        if (data == null) {
            return new byte[0];
        }
        String packed = Json.string(meta, "base64_fields");
        if (packed == null || !List.of(packed.split(",", -1)).contains("cloudinit-user-data")) {
            return data.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getMimeDecoder().decode(data);
        } catch (IllegalArgumentException e) {
            throw new FetchFailed(name() + ": cloudinit-user-data is not the base64 it is said to be", e);
        }
    }

    @Override
    public Metadata metadata() throws FetchFailed, InterruptedException {
        JsonNode context = Json.object(ask(""), name());
        @Nullable String outside = null;
        @Nullable String inside = null;
        for (JsonNode nic : context.path("nics")) {
            String address = Json.string(nic.path("ip_v4_conf").path("ip"), "uuid");
            outside = address == null ? outside : Ip.normal(address);
            String mac = Json.string(nic, "mac");
            if (mac != null && Json.string(nic.path("vlan"), "uuid") != null) {
                inside = addressOf(mac).orElse(inside);
            }
        }
        String name = Json.string(context, "name");
        String key = Json.string(context.path("meta"), "ssh_public_key");
        return new Metadata(
                name == null ? Json.string(context, "uuid") : name,
                key == null ? List.of() : List.of(key),
                new Addresses(outside, inside, null, null),
                null);
    }

    private String ask(String key) throws FetchFailed, InterruptedException {
        try {
            return port.ask(key);
        } catch (IOException e) {
            throw new FetchFailed("%s: %s".formatted(name(), e.getMessage()), e);
        }
    }

    private static Optional<String> addressOf(String mac) {
        try {
            byte[] wanted = HexFormat.ofDelimiter(":").parseHex(mac);
            return NetworkInterface.networkInterfaces()
                    .filter(nic -> has(nic, wanted))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .map(Ip::print)
                    .findFirst();
        } catch (SocketException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean has(NetworkInterface nic, byte[] mac) {
        try {
            return Arrays.equals(nic.getHardwareAddress(), mac);
        } catch (SocketException e) {
            return false;
        }
    }
}
