package io.muster.keyspace.server.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The client's side of TLS: what our own connections show, and whom they believe.
///
/// As with [ServerTls] the files are looked at for each new connection, and those that cannot be used are reported
/// while the former go on. May be used from any thread.
public final class ClientTls {
    private static final Logger LOG = LoggerFactory.getLogger(ClientTls.class);

    private final TlsFiles files;
    private final boolean believesAnybody;

    // Guarded by this.
    private String stamp;
    private @Nullable SSLContext context;

    private ClientTls(TlsFiles files, boolean believesAnybody) throws UnusableTls {
        this.files = files;
        this.believesAnybody = believesAnybody;
        this.stamp = files.stamp();
        // What the runtime trusts takes a while to read, and most servers never need it.
        boolean plain = files.certificate() == null && files.authorities().isEmpty();
        this.context = plain ? null : read();
    }

    /// Reads the files.
    ///
    /// @throws UnusableTls naming the file, and the certificate when there is one to name
    public static ClientTls of(TlsFiles files) throws UnusableTls {
        return new ClientTls(files, false);
    }

    /// For trials among those who sign their own certificates: connections are secret, but with nobody knows whom.
    public static ClientTls believingAnybody(TlsFiles files) throws UnusableTls {
        return new ClientTls(files, true);
    }

    /// What to secure connections with that are opened now.
    public synchronized SSLContext context() {
        String now = files.stamp();
        SSLContext current = context;
        if (current != null && now.equals(stamp)) {
            return current;
        }
        stamp = now;
        try {
            SSLContext read = read();
            if (current != null) {
                LOG.info("TLS files for connections to others loaded again certificate={}", files.certificate());
            }
            context = read;
            return read;
        } catch (UnusableTls e) {
            if (current == null) {
                throw new IllegalStateException(e.line(), e);
            }
            LOG.error("TLS files were replaced by others that cannot be used, the former go on: {}", e.line());
            return current;
        }
    }

    /// One connection's side, which insists that the other is who was called.
    public SSLEngine engine(String host, int port) {
        SSLEngine engine = context().createSSLEngine(host, port);
        engine.setUseClientMode(true);
        if (!believesAnybody) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        return engine;
    }

    /// The same for Jetty's client.
    public SslContextFactory.Client forJetty() {
        SslContextFactory.Client factory = new SslContextFactory.Client() {
            @Override
            public SSLEngine newSSLEngine(String host, int port) {
                return engine(host, port);
            }
        };
        factory.setSslContext(context());
        return factory;
    }

    private SSLContext read() throws UnusableTls {
        return believesAnybody ? files.context(new TrustManager[] {new Credulous()}) : files.context();
    }

    /// Checks nothing, and not the name either, which the runtime would do for a plainer one.
    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
