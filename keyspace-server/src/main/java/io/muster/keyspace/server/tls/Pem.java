package io.muster.keyspace.server.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/// Reads PEM files as openssl, cfssl and certbot write them.
final class Pem {
    private Pem() {}

    /// All certificates of a file, at least one, in their order.
    static List<X509Certificate> certificates(Path file) throws UnusableTls {
        try {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(read(file)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw new UnusableTls(file + " holds no certificate: it must have a block that starts with"
                        + " -----BEGIN CERTIFICATE-----");
            }
            return found;
        } catch (CertificateException e) {
            throw new UnusableTls("the certificates in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// The private key of a file: RSA, EC or Ed25519, in PKCS #8 or in the older forms of the first two.
    static PrivateKey privateKey(Path file) throws UnusableTls {
        String text = new String(read(file), StandardCharsets.ISO_8859_1);
        try (PEMParser parser = new PEMParser(Reader.of(text))) {
            // The JDK has another name for it than the library.
            JcaPEMKeyConverter converter =
                    new JcaPEMKeyConverter().setAlgorithmMapping(X9ObjectIdentifiers.id_ecPublicKey, "EC");
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                switch (block) {
                    case PrivateKeyInfo key -> {
                        return converter.getPrivateKey(key);
                    }
                    case PEMKeyPair pair -> {
                        return converter.getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
                        throw new UnusableTls("the key in " + file + " is encrypted; write it down without a password:"
                                + " openssl pkey -in " + file);
                    default -> {
                        // a certificate or the parameters of a curve may stand beside the key
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new UnusableTls("the key in " + file + " cannot be read: " + e.getMessage(), e);
        }
        throw new UnusableTls(file + " holds no private key: it must have a block such as -----BEGIN PRIVATE KEY-----");
    }

    private static byte[] read(Path file) throws UnusableTls {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UnusableTls("there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new UnusableTls(file + " may not be read by this user", e);
        } catch (IOException e) {
            throw new UnusableTls(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
