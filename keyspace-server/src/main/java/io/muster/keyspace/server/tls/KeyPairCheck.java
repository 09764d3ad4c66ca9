package io.muster.keyspace.server.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out before the first handshake whether a key belongs to its certificate. With files that are replaced one
/// after the other, there is a moment when it does not.
final class KeyPairCheck {
    private static final Logger LOG = LoggerFactory.getLogger(KeyPairCheck.class);
    private static final byte[] SAMPLE = "sample".getBytes(StandardCharsets.US_ASCII);

    private KeyPairCheck() {}

    /// @throws UnusableTls when what the key signs is not the certificate's
    static void require(X509Certificate certificate, Path certificateFile, PrivateKey key, Path keyFile)
            throws UnusableTls {
        String named = "the certificate of " + certificate.getSubjectX500Principal() + " in " + certificateFile;
        if (!belongs(certificate.getPublicKey(), key)) {
            throw new UnusableTls("the key in " + keyFile + " does not belong to " + named);
        }
        try {
            certificate.checkValidity();
        } catch (GeneralSecurityException e) {
            // As the original, it serves on: clients decide, and the file may be replaced any time.
            LOG.warn("{} is not valid now: {}", named, e.getMessage());
        }
    }

    private static boolean belongs(PublicKey publicKey, PrivateKey key) {
        String algorithm =
                switch (publicKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> publicKey.getAlgorithm();
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
