package io.muster.discovery;

import io.muster.keyspace.server.Endpoint;
import io.muster.keyspace.server.StartFailure;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything a discovery server was told, complete and checked. Flags and variables are those of the original
/// `discovery.etcd.io`, and a few more; see [DiscoveryFlags].
///
/// @param listen where it listens; no host means every address of the machine, port 0 any free port
/// @param host what the URLs of tokens begin with, without a slash at the end; empty to be made from the listen address
/// @param etcd the keyspace that keeps the tokens; empty for an embedded one
/// @param dataDir where the embedded keyspace is kept
/// @param permissive accept all that the original accepts, also what cannot work
record DiscoveryConfig(Endpoint listen, Optional<String> host, Optional<URI> etcd, Path dataDir, boolean permissive) {
    /// Reads a command line and the `DISC_*` variables among `environment`; the command line wins.
    ///
    /// @throws StartFailure naming every fault at once, with the list of flags
    static DiscoveryConfig parse(List<String> args, Map<String, String> environment) throws StartFailure {
        return new DiscoveryFlags(args, environment).config();
    }

    /// What the URLs of tokens begin with.
    ///
    /// @param port the port it came to listen at
    String publicUrl(int port) {
        return host.orElseGet(() -> "http://" + reachableHost() + ":" + port);
    }

    /// Where it listens, as the flag is written.
    ///
    /// @param port the port it came to listen at
    String address(int port) {
        String given = listen.text().substring("http://".length());
        return given.substring(0, given.lastIndexOf(':') + 1) + port;
    }

    // Nobody can connect to "every address": the loopback address is the one that surely works here.
    private String reachableHost() {
        String name = listen.host();
        boolean unspecified = name.isEmpty() || name.equals("0.0.0.0") || name.equals("::");
        String reachable = unspecified ? InetAddress.getLoopbackAddress().getHostAddress() : name;
        return reachable.contains(":") ? "[" + reachable + "]" : reachable;
    }
}
