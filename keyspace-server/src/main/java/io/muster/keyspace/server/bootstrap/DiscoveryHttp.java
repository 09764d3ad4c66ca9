package io.muster.keyspace.server.bootstrap;

import io.muster.keyspace.server.tls.ClientTls;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.util.Collection;
import java.util.Optional;

/// The network as a discovery service wants to be spoken to: HTTP/1.1, redirects followed with method and body kept, no
/// proxy but the one asked for.
public final class DiscoveryHttp {
    private DiscoveryHttp() {}

    /// A client; whoever opens it closes it.
    ///
    /// @param proxy a forward proxy as `host:port` or `http://host:port`
    /// @throws IllegalArgumentException when the proxy is neither
    public static HttpClient open(Optional<String> proxy) {
        return HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NORMAL)
                .proxy(proxy.map(DiscoveryHttp::selector).orElse(HttpClient.Builder.NO_PROXY))
                .build();
    }

    /// A forward proxy with its scheme, which may be left away.
    public static String proxyUrl(String proxy) {
        return proxy.contains("://") ? proxy : "http://" + proxy;
    }

    /// A client for the members' peer ports; whoever opens it closes it.
    ///
    /// @param tls how to secure connections, if any of the URLs asks for that
    public static HttpClient toPeers(ClientTls tls, Collection<String> urls) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NORMAL)
                .proxy(HttpClient.Builder.NO_PROXY);
        if (urls.stream().anyMatch(url -> url.startsWith("https:"))) {
            builder.sslContext(tls.context());
        }
        return builder.build();
    }

    private static ProxySelector selector(String proxy) {
        URI uri = URI.create(proxyUrl(proxy));
        if (uri.getHost() == null || uri.getPort() <= 0) {
            throw new IllegalArgumentException(
                    "the discovery proxy '" + proxy + "' is not of the form http://host:port");
        }
        return ProxySelector.of(new InetSocketAddress(uri.getHost(), uri.getPort()));
    }
}
