package io.muster.keyspace.server;

import io.muster.keyspace.server.tls.ClientTls;
import io.muster.keyspace.server.tls.SelfSigned;
import io.muster.keyspace.server.tls.ServerTls;
import io.muster.keyspace.server.tls.TlsFiles;
import io.muster.keyspace.server.tls.TlsSettings;
import io.muster.keyspace.server.tls.UnusableTls;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The TLS of a server: of its ports, and of its ways to members.
///
/// @param clients null when no client port needs any
/// @param peers null when no peer port needs any
record Security(@Nullable ServerTls clients, @Nullable ServerTls peers, ClientTls toPeers) {
    private static final TlsFiles NO_FILES = new TlsFiles(null, null, List.of());

    /// Reads the files, or makes those that are to be made.
    ///
    /// @throws StartFailure naming the file, and the certificate when there is one to name
    static Security of(ServerConfig config) throws StartFailure {
        try {
            ServerTls clients = listening(
                    config.clientTls(),
                    config.listenClientUrls(),
                    config.dataDir().resolve("fixtures/client"));
            Path own = config.dataDir().resolve("fixtures/peer");
            ServerTls peers = listening(
                    config.peerTls(),
                    config.standing() == ServerConfig.Standing.PROXY ? List.of() : config.listenPeerUrls(),
                    own);
            TlsFiles files = config.peerTls().files();
            ClientTls toPeers = config.peerTls().selfSigned()
                    ? ClientTls.believingAnybody(NO_FILES)
                    : ClientTls.of(files == null ? NO_FILES : files);
            return new Security(clients, peers, toPeers);
        } catch (UnusableTls e) {
            throw new StartFailure("cannot speak TLS: " + e.line(), e);
        }
    }

    private static @Nullable ServerTls listening(TlsSettings settings, List<Endpoint> endpoints, Path own)
            throws UnusableTls {
        if (endpoints.stream().noneMatch(Endpoint::secure)) {
            return null;
        }
        TlsFiles files = settings.selfSigned() ? selfSigned(endpoints, own, settings.files()) : settings.files();
        if (files == null) {
            throw new IllegalStateException("TLS without files for " + endpoints);
        }
        return ServerTls.of(files, settings.clientsShowCertificates());
    }

    private static TlsFiles selfSigned(List<Endpoint> endpoints, Path own, @Nullable TlsFiles told) throws UnusableTls {
        List<String> hosts = endpoints.stream()
                .map(Endpoint::host)
                .flatMap(host -> host.isEmpty() ? Stream.of("localhost", "127.0.0.1") : Stream.of(host))
                .distinct()
                .toList();
        TlsFiles made = SelfSigned.in(own, hosts, OffsetClock.ofProcess());
        return new TlsFiles(made.certificate(), made.key(), told == null ? List.of() : told.authorities());
    }
}
