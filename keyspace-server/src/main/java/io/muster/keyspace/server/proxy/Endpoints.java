package io.muster.keyspace.server.proxy;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.bootstrap.DiscoveryHttp;
import io.muster.keyspace.server.bootstrap.RunningCluster;
import io.muster.keyspace.server.tls.ClientTls;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the members take requests from clients, as they say themselves.
///
/// A thread of its own asks the members at their peer ports: when this starts, from time to time, and soon after an
/// endpoint failed, for that may be the first sign of a change of the members. They come in random order, so that not
/// all proxies go to the same one. When nobody answers, those known last count on.
public final class Endpoints implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

    // As the original: one that knows nobody yet asks often.
    private static final Duration EAGER_INTERVAL = Duration.ofSeconds(1);

    private final ClusterFile file;
    private final List<String> firstPeerUrls;
    private final ProxySettings settings;
    private final ClientTls tls;
    private final Map<String, Long> failedAt = new ConcurrentHashMap<>();
    private final Semaphore hurry = new Semaphore(0);
    private final Thread thread;
    private volatile List<String> clientUrls = List.of();
    private List<String> peerUrls;

    /// Asks once before it returns.
    ///
    /// @param known peer URLs of members, as far as they are known
    /// @param first peer URLs to ask when nobody at the known ones answers
    /// @param tls for `https` peer URLs
    public Endpoints(ClusterFile file, List<String> known, List<String> first, ProxySettings settings, ClientTls tls)
            throws InterruptedException {
        this.file = file;
        this.peerUrls = List.copyOf(known);
        this.firstPeerUrls = List.copyOf(first);
        this.settings = settings;
        this.tls = tls;
        this.thread = Thread.ofPlatform().name("proxy-endpoints").daemon().unstarted(this::lookFromTimeToTime);
        look();
        thread.start();
    }

    /// Those that have not failed a short while ago, in the order they are to be tried.
    List<String> available() {
        long now = System.nanoTime();
        return clientUrls.stream().filter(url -> !hasFailed(url, now)).toList();
    }

    /// An endpoint could not be reached or broke off.
    void failed(String url) {
        long now = System.nanoTime();
        if (!hasFailed(url, now)) {
            LOG.warn("marked endpoint {} unavailable", url);
        }
        failedAt.put(url, now);
        hurry.release();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private boolean hasFailed(String url, long now) {
        Long since = failedAt.get(url);
        return since != null && now - since < settings.failureWait().toNanos();
    }

    private void lookFromTimeToTime() {
        try {
            while (true) {
                Thread.sleep(shorter(EAGER_INTERVAL, settings.refreshInterval()));
                Duration rest = settings.refreshInterval().minus(EAGER_INTERVAL);
                if (!clientUrls.isEmpty() && rest.isPositive()) {
                    boolean _ = hurry.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS);
                }
                hurry.drainPermits();
                look();
            }
        } catch (InterruptedException e) {
            LOG.debug("no more looks at the members");
        }
    }

    private void look() throws InterruptedException {
        Set<String> asked = new LinkedHashSet<>(peerUrls);
        asked.addAll(firstPeerUrls);
        Optional<RunningCluster> cluster;
        try (HttpClient http = DiscoveryHttp.toPeers(tls, asked)) {
            cluster = RunningCluster.ask(http, List.copyOf(asked), LOG::info);
        }
        if (cluster.isEmpty()) {
            LOG.warn("no member answers at {}; going on with {}", asked, clientUrls);
            return;
        }
        List<String> clients = urls(cluster.get(), MemberInfo::clientUrls);
        if (!clients.equals(sorted(clientUrls))) {
            LOG.info("endpoints found {}", clients);
        }
        List<String> shuffled = new ArrayList<>(clients);
        Collections.shuffle(shuffled);
        clientUrls = List.copyOf(shuffled);
        failedAt.keySet().retainAll(clients);
        remember(urls(cluster.get(), MemberInfo::peerUrls));
    }

    private void remember(List<String> now) {
        if (now.equals(peerUrls) && now.equals(written())) {
            return;
        }
        try {
            file.write(now);
            LOG.info("updated peer urls in cluster file from {} to {}", peerUrls, now);
        } catch (IOException e) {
            LOG.warn("cannot write the proxy's cluster file {}: {}", file, e.toString());
        }
        peerUrls = now;
    }

    private List<String> written() {
        try {
            return file.read().orElse(List.of());
        } catch (IOException e) {
            return List.of();
        }
    }

    private interface UrlsOf {
        List<String> of(MemberInfo member);
    }

    private static List<String> urls(RunningCluster cluster, UrlsOf which) {
        return sorted(cluster.members().stream()
                .flatMap(member -> which.of(member).stream())
                .distinct()
                .toList());
    }

    private static List<String> sorted(List<String> urls) {
        return urls.stream().sorted().toList();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
