package io.muster.discovery.backend;

import io.micrometer.core.instrument.MeterRegistry;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.Endpoint;
import io.muster.keyspace.server.StartFailure;
import io.muster.keyspace.server.bootstrap.InitialCluster;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

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
    record External(List<URI> urls) implements Storage {
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
            case External external -> new EtcdBackend(external.urls(), null);
        };
    }
}
