package io.muster.keyspace.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The PEM files of one side of TLS, server or client, as etcd's flags name them.
///
/// @param certificate what this side shows, with its chain, its own first; null to show nothing
/// @param key the private key to it; null exactly when there is no certificate
/// @param authorities who may have signed the other side's certificate; empty for those that the runtime trusts
public record TlsFiles(@Nullable Path certificate, @Nullable Path key, List<Path> authorities) {
    private static final char[] NO_PASSWORD = {};

    public TlsFiles {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("a certificate and its key go together");
        }
        authorities = List.copyOf(authorities);
    }

    /// Those of a side that has one file of authorities, or none.
    public TlsFiles(@Nullable Path certificate, @Nullable Path key, @Nullable Path authorities) {
        this(certificate, key, authorities == null ? List.of() : List.of(authorities));
    }

    /// Reads the files and makes of them what connections are secured with.
    ///
    /// @throws UnusableTls naming the file, and the certificate when there is one to name
    public SSLContext context() throws UnusableTls {
        return context(authorities.isEmpty() ? null : trust(authorities));
    }

    /// The same with another judge of the other side's certificate.
    ///
    /// @param trusted null for what the runtime trusts
    SSLContext context(TrustManager @Nullable [] trusted) throws UnusableTls {
        KeyManager[] shown = certificate == null || key == null ? null : identity(certificate, key);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown, trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new UnusableTls("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /// What tells one state of the files from another: who replaces a file makes another stamp.
    String stamp() {
        StringBuilder stamp = new StringBuilder();
        Stream.concat(Stream.of(certificate, key).filter(Objects::nonNull), authorities.stream())
                .forEach(file -> {
                    try {
                        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                        stamp.append(now.fileKey())
                                .append(now.lastModifiedTime())
                                .append(now.size());
                    } catch (IOException e) {
                        stamp.append(e);
                    }
                    stamp.append('\n');
                });
        return stamp.toString();
    }

    private static KeyManager[] identity(Path certificateFile, Path keyFile) throws UnusableTls {
        List<X509Certificate> chain = Pem.certificates(certificateFile);
        PrivateKey privateKey = Pem.privateKey(keyFile);
        KeyPairCheck.require(chain.getFirst(), certificateFile, privateKey, keyFile);
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("own", privateKey, NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableTls(
                    "the certificate of " + chain.getFirst().getSubjectX500Principal() + " in " + certificateFile
                            + " cannot be used: " + e.getMessage(),
                    e);
        }
    }

    private static TrustManager[] trust(List<Path> files) throws UnusableTls {
        List<X509Certificate> found = new ArrayList<>();
        for (Path file : files) {
            found.addAll(Pem.certificates(file));
        }
        try {
            KeyStore store = emptyStore();
            for (int i = 0; i < found.size(); i++) {
                store.setCertificateEntry("authority" + i, found.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableTls("the authorities in " + files + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
