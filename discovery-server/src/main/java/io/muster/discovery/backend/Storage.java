package io.muster.discovery.backend;

import io.micrometer.core.instrument.MeterRegistry;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.Endpoint;
import io.muster.keyspace.server.StartFailure;
import io.muster.keyspace.server.bootstrap.InitialCluster;
import io.muster.keyspace.server.tls.TlsFiles;
import io.muster.keyspace.server.tls.UnusableTls;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Where tokens are to be kept.
public sealed interface Storage {
    /// In this server's own keyspace.
    record Alone(Path dataDir) implements Storage {}

    /// In a keyspace that this server keeps together with others.
    ///
    /// @param self this server, one of `cluster`
    /// @param cluster all of them
    /// @param listen where the others reach this one
    record Grouped(Path dataDir, MemberInfo self, InitialCluster cluster, List<Endpoint> listen) implements Storage {
        public Grouped {
            listen = List.copyOf(listen);
        }
    }

    /// In an etcd of somebody else's.
    ///
    /// @param urls scheme, host and port of its members
    /// @param tls the files for those that speak TLS; empty for what the runtime trusts
    record External(List<URI> urls, Optional<TlsFiles> tls) implements Storage {
        public External {
            urls = List.copyOf(urls);
        }
    }

    /// Opens it.
    ///
    /// @param meters told how log and disk go, where there are any, under etcd's names
    /// @throws StartFailure when it cannot be used
    default Backend open(MeterRegistry meters) throws StartFailure, InterruptedException {
        return switch (this) {
            case Alone alone -> MemberBackend.alone(alone.dataDir(), meters);
            case Grouped grouped -> MemberBackend.grouped(grouped, meters);
            case External external -> new EtcdBackend(external.urls(), context(external.tls()));
        };
    }

    private static @Nullable SSLContext context(Optional<TlsFiles> tls) throws StartFailure {
        try {
            return tls.isPresent() ? tls.get().context() : null;
        } catch (UnusableTls e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
