package io.muster.discovery.backend;

import io.muster.keyspace.Keyspace;
import io.muster.keyspace.server.RaftStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Somebody else's keyspace: an etcd of any version that has the v2 keys API. It is not contacted before it is needed.
final class EtcdBackend implements Backend {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);

    private final List<URI> urls;
    private final HttpClient http;
    private final EtcdKeyspace keyspace;

    /// @param urls scheme, host and port of its members; while one does not answer another is asked
    /// @param tls what connections are secured with where a URL says https; null for what the runtime trusts
    EtcdBackend(List<URI> urls, @Nullable SSLContext tls) {
        this.urls = List.copyOf(urls);
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NORMAL)
                .proxy(HttpClient.Builder.NO_PROXY)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .connectTimeout(CONNECT_LIMIT);
        this.http = (tls == null ? builder : builder.sslContext(tls)).build();
        this.keyspace = new EtcdKeyspace(urls, http);
    }

    @Override
    public Keyspace keyspace() {
        return keyspace;
    }

    @Override
    public long clusterId() {
        return keyspace.clusterId();
    }

    @Override
    public RaftStatus status() {
        return keyspace.status();
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public boolean isCaretaker() {
        return true;
    }

    @Override
    public boolean mayWait() {
        return true;
    }

    @Override
    public String about() {
        return "etcd \"" + urls.stream().map(URI::toString).collect(Collectors.joining(",")) + "\"";
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
