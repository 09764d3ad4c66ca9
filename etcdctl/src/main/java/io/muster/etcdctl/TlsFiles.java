package io.muster.etcdctl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The PEM files of the options for HTTPS.
///
/// @param certificate what this client shows, with its chain; empty for nothing
/// @param key its private key in PKCS #8
/// @param authorities who may have signed the server's certificate; empty for the runtime's own list
record TlsFiles(String certificate, String key, String authorities) {
    private static final char[] NO_PASSWORD = new char[0];

    TlsFiles {
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException("--cert-file and --key-file go together: give both or none");
        }
    }

    SSLContext context() throws Stop {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(certificate.isEmpty() ? null : identity(), authorities.isEmpty() ? null : trust(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "cannot set up HTTPS: " + e.getMessage());
        }
    }

    private KeyManager[] identity() throws GeneralSecurityException, IOException, Stop {
        KeyStore store = emptyStore();
        store.setKeyEntry(
                "client", privateKey(), NO_PASSWORD, certificates(certificate).toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trust() throws GeneralSecurityException, IOException, Stop {
        KeyStore store = emptyStore();
        int number = 0;
        for (Certificate authority : certificates(authorities)) {
            store.setCertificateEntry("authority" + number++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String file) throws GeneralSecurityException, Stop {
        Collection<? extends Certificate> found =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(read(file)));
        if (found.isEmpty()) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, file + ": holds no PEM certificate");
        }
        return found;
    }

    private PrivateKey privateKey() throws GeneralSecurityException, Stop {
        String pem = new String(read(key), StandardCharsets.US_ASCII);
        String begin = "-----BEGIN PRIVATE KEY-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END PRIVATE KEY-----");
        if (start < 0 || end < start) {
            throw new Stop(
                    ExitCode.BAD_ARGUMENTS,
                    key + ": holds no PKCS #8 private key; convert it with: openssl pkcs8 -topk8 -nocrypt -in " + key);
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                // of another kind: try the next
            }
        }
        throw new Stop(ExitCode.BAD_ARGUMENTS, key + ": is no RSA, EC or Ed25519 key");
    }

    private static byte[] read(String file) throws Stop {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "open " + file + ": cannot be read");
        }
    }
}
