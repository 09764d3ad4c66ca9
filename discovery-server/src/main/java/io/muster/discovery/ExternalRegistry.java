package io.muster.discovery;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;

/// A registry in somebody else's keyspace: an etcd of any version that has the v2 keys API.
final class ExternalRegistry implements Registry {
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(1);

    private final URI etcd;
    private final HttpClient http = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NORMAL)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(WRITE_LIMIT)
            .build();

    /// It is not contacted before it is needed.
    ///
    /// @param etcd scheme, host and port
    ExternalRegistry(URI etcd) {
        this.etcd = etcd;
    }

    @Override
    public void create(Token token, ClusterSize size) throws RegistryUnavailable {
        send(HttpRequest.newBuilder(at(token.size().path() + "?prevExist=false"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(BodyPublishers.ofString("value=" + size)));
    }

    @Override
    public void remove(Token token) throws RegistryUnavailable {
        send(HttpRequest.newBuilder(at(token.directory().path() + "?dir=true&recursive=true"))
                .DELETE());
    }

    @Override
    public Handler keys() {
        return new KeysProxy(etcd);
    }

    @Override
    public String about() {
        return "etcd \"" + etcd + "\"";
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private URI at(String key) {
        return URI.create(etcd + "/v2/keys" + key);
    }

    private void send(HttpRequest.Builder request) throws RegistryUnavailable {
        int status;
        try {
            status = http.send(request.timeout(WRITE_LIMIT).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new RegistryUnavailable("no answer from " + etcd + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailable("interrupted while writing", e);
        }
        if (status >= 300) {
            throw new RegistryUnavailable(etcd + " answered " + status);
        }
    }
}
