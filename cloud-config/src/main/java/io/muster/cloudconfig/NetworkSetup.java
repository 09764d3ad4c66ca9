package io.muster.cloudconfig;

import java.util.List;

/// How a platform wants a machine connected, as units of systemd-networkd that last until the next boot.
///
/// @param interfaces to be taken down first, for networkd leaves what is up as it is
/// @param modules of the kernel that they need, each with its parameters
public record NetworkSetup(List<String> interfaces, List<List<String>> modules, List<UnitFile> files) {
    /// Leaves the network alone.
    public static final NetworkSetup NONE = new NetworkSetup(List.of(), List.of(), List.of());

    public NetworkSetup {
        interfaces = List.copyOf(interfaces);
        modules = modules.stream().map(List::copyOf).toList();
        files = List.copyOf(files);
    }

    /// A file below /run/systemd/network.
    public record UnitFile(String name, String content) {
        /// Where it belongs.
        public String path() {
            return "/run/systemd/network/" + name;
        }
    }
}
