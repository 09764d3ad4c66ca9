package io.muster.discovery.edge;

import io.muster.keyspace.server.tls.TlsFiles;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.InetAddressSet;

/// How the server meets its clients, complete and checked.
///
/// @param listen where it listens; may be empty when it was handed a socket
/// @param inheritsSocket whether systemd handed it a listening socket
/// @param tls the files for the addresses that speak TLS
/// @param clientCertAuth refuse TLS clients without a certificate
/// @param trustedProxies whose word counts about the clients they speak for
public record EdgeConfig(
        List<ListenAddress> listen,
        boolean inheritsSocket,
        Optional<TlsFiles> tls,
        boolean clientCertAuth,
        InetAddressSet trustedProxies,
        Limits limits,
        AccessLog accessLog) {
    public EdgeConfig {
        listen = List.copyOf(listen);
    }
}
