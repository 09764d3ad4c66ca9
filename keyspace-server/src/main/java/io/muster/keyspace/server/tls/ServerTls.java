package io.muster.keyspace.server.tls;

import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's side of TLS for any number of listeners.
///
/// The files are looked at with each new connection, as etcd does: one that was replaced counts from then on, and
/// nobody who is connected notices. Files that make no sense together are reported, and the former ones go on serving.
/// What a client resumes of an earlier session does not outlive them.
public final class ServerTls {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    private final TlsFiles files;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();

    // Guarded by this.
    private String stamp;

    private ServerTls(TlsFiles files, String stamp, SSLContext context, boolean clientsShowCertificates) {
        this.files = files;
        this.stamp = stamp;
        factory.setSslContext(context);
        factory.setNeedClientAuth(clientsShowCertificates);
    }

    /// Reads the files.
    ///
    /// @param clientsShowCertificates refuse clients that show none signed by the authorities of `files`
    /// @throws UnusableTls naming the file, and the certificate when there is one to name
    public static ServerTls of(TlsFiles files, boolean clientsShowCertificates) throws UnusableTls {
        String stamp = files.stamp();
        return new ServerTls(files, stamp, files.context(), clientsShowCertificates);
    }

    /// What a listener puts before the protocol it speaks.
    ///
    /// @param next the protocol's name
    public SslConnectionFactory before(String next) {
        SslConnectionFactory connections = new SslConnectionFactory(factory, next) {
            @Override
            public Connection newConnection(Connector connector, EndPoint endPoint) {
                refresh();
                return super.newConnection(connector, endPoint);
            }
        };
        connections.addBean(new SslHandshakeListener() {
            @Override
            public void handshakeFailed(Event event, Throwable failure) {
                LOG.info(
                        "TLS handshake error from {}: {}",
                        event.getEndPoint().getRemoteSocketAddress(),
                        failure.getMessage());
            }
        });
        // It would compare the name that was called with the certificate; whoever reaches us may ask.
        connections.setEnsureSecureRequestCustomizer(false);
        return connections;
    }

    /// What the other side of a connection is called by the certificate it showed, which was checked; empty when it
    /// showed none.
    public static Optional<String> commonName(EndPoint endPoint) {
        EndPoint.SslSessionData session = endPoint.getSslSessionData();
        X509Certificate[] shown = session == null ? null : session.peerCertificates();
        if (shown == null || shown.length == 0) {
            return Optional.empty();
        }
        RDN[] names = X500Name.getInstance(shown[0].getSubjectX500Principal().getEncoded())
                .getRDNs(BCStyle.CN);
        return names.length == 0
                ? Optional.empty()
                : Optional.of(IETFUtils.valueToString(names[0].getFirst().getValue()));
    }

    private synchronized void refresh() {
        String now = files.stamp();
        if (now.equals(stamp)) {
            return;
        }
        stamp = now;
        try {
            SSLContext context = files.context();
            factory.reload(f -> f.setSslContext(context));
            LOG.info("TLS files loaded again certificate={}", files.certificate());
        } catch (UnusableTls e) {
            LOG.error("TLS files were replaced by others that cannot be used, the former ones go on: {}", e.line());
        } catch (Exception e) {
            throw new IllegalStateException("TLS cannot be set up again", e);
        }
    }
}
