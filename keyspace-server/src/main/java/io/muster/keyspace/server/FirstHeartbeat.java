package io.muster.keyspace.server;

import io.muster.keyspace.server.ServerConfig.Founding;
import io.muster.keyspace.server.bootstrap.DiscoveryHttp;
import io.muster.keyspace.server.bootstrap.FirstDiscovery;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a machine of the first generation registered at its discovery service, which forgets it after a week: eight
/// times in that, and once when it starts.
final class FirstHeartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FirstHeartbeat.class);
    private static final Duration PAUSE = FirstDiscovery.LIFE.dividedBy(8);

    private final Thread thread;

    private FirstHeartbeat(Thread thread) {
        this.thread = thread;
    }

    /// Begins, where the configuration has such a service.
    static Optional<FirstHeartbeat> begin(ServerConfig config) {
        if (!(config.founding() instanceof Founding.First first) || first.discovery() == null) {
            return Optional.empty();
        }
        String url = first.discovery();
        return Optional.of(new FirstHeartbeat(
                Thread.ofVirtual().name("discovery-heartbeat").start(() -> beat(config, url))));
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private static void beat(ServerConfig config, String url) {
        String peerUrl = config.advertisePeerUrls().getFirst();
        try (HttpClient http = DiscoveryHttp.open(Optional.empty())) {
            while (true) {
                FirstDiscovery.renew(http, Thread::sleep, LOG::info, url, config.name(), peerUrl);
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalArgumentException e) {
            LOG.warn("the discovery URL {} leads nowhere: {}", url, e.getMessage());
        }
    }
}
