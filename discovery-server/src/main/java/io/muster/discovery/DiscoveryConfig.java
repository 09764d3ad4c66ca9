package io.muster.discovery;

import io.muster.discovery.backend.Storage;
import io.muster.discovery.edge.EdgeConfig;
import io.muster.discovery.http.Credential;
import io.muster.discovery.registry.Lifetimes;
import io.muster.keyspace.server.StartFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything a discovery server was told, complete and checked. Flags and variables are those of the original
/// `discovery.etcd.io`, and a few more; see [DiscoveryFlags].
///
/// @param edge where it listens, and how it meets its clients
/// @param host what the URLs of tokens begin with, without a slash at the end; empty to be made from the listen address
/// @param storage where tokens are kept
/// @param permissive accept all that the original accepts, also what cannot work
/// @param lifetimes how long tokens live
/// @param admin what the administrator shows; empty when nobody is one
record DiscoveryConfig(
        EdgeConfig edge,
        Optional<String> host,
        Storage storage,
        boolean permissive,
        Lifetimes lifetimes,
        Optional<Credential> admin) {
    /// Reads a command line and the `DISC_*` variables among `environment`; the command line wins.
    ///
    /// @throws StartFailure naming every fault at once, with the list of flags
    static DiscoveryConfig parse(List<String> args, Map<String, String> environment) throws StartFailure {
        return new DiscoveryFlags(args, environment).config();
    }
}
