package io.muster.keyspace.server;

import io.muster.keyspace.server.ServerConfig.Founding;
import io.muster.keyspace.server.bootstrap.JoinResult;
import java.util.ArrayList;
import java.util.List;

/// The last words of a member that a discovery service gave no cluster: those of etcd 2.3, which people look for, and
/// what to do about it.
final class DiscoveryFailure {
    private DiscoveryFailure() {}

    static StartFailure of(ServerConfig config, Founding.Discovered discovered, JoinResult.Refused refused) {
        List<String> lines = new ArrayList<>(List.of("failed to join discovery cluster (" + refused.problem() + ")"));
        lines.addAll(
                switch (refused.reason()) {
                    case DUPLICATE_ID ->
                        List.of(
                                "member \"" + config.name() + "\" has previously registered with discovery service"
                                        + " token (" + discovered.url() + ").",
                                "But etcd could not find valid cluster configuration in the given data dir ("
                                        + config.dataDir() + ").",
                                "Please check the given data dir path if the previous bootstrap succeeded",
                                "or use a new discovery token if the previous bootstrap failed.");
                    case DUPLICATE_NAME ->
                        List.of(
                                "member with duplicated name has registered with discovery service token("
                                        + discovered.url() + ").",
                                "please check (cURL) the discovery token for more information.",
                                "please do not reuse the discovery token and generate a new one to bootstrap the"
                                        + " cluster.");
                    case CLUSTER_FULL,
                            UNKNOWN_TOKEN,
                            BAD_SIZE,
                            BAD_REGISTRATION,
                            BAD_ENDPOINT,
                            NO_ANSWER,
                            WITHDRAWN,
                            REJECTED ->
                        List.of(
                                "discovery token " + discovered.url()
                                        + " was used, but failed to bootstrap the cluster.",
                                "please generate a new discovery token and try to bootstrap again.",
                                refused.advice());
                });
        return new StartFailure(refused.exitCode(), lines);
    }
}
