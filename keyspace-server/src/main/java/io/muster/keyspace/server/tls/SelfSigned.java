package io.muster.keyspace.server.tls;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate that vouches for itself, for trials: made once, for a year, and kept as `cert.pem` and `key.pem`.
/// Source: `--auto-tls` and `--peer-auto-tls` of etcd 3.
public final class SelfSigned {
    private static final Duration VALID = Duration.ofDays(365);
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private SelfSigned() {}

    /// The files in a directory, which are made when they are not there.
    ///
    /// @param hosts the names and addresses that it is to be good for
    public static TlsFiles in(Path directory, List<String> hosts, InstantSource clock) throws UnusableTls {
        Path certificate = directory.resolve("cert.pem");
        Path key = directory.resolve("key.pem");
        if (!Files.exists(certificate) || !Files.exists(key)) {
            try {
                Files.createDirectories(directory);
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(256);
                KeyPair keys = generator.generateKeyPair();
                // As PKCS #8, since the library leaves the curve out of the older form.
                write(key, new JcaPKCS8Generator(keys.getPrivate(), null).generate());
                write(certificate, certificate(keys, hosts, clock));
            } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
                throw new UnusableTls("cannot make a self-signed certificate in " + directory + ": " + e, e);
            }
        }
        return new TlsFiles(certificate, key, List.of());
    }

    private static X509CertificateHolder certificate(KeyPair keys, List<String> hosts, InstantSource clock)
            throws IOException, OperatorCreationException {
        X500Principal name = new X500Principal("O=etcd");
        GeneralName[] names = hosts.stream()
                .map(host -> new GeneralName(
                        ADDRESS.matcher(host).matches() ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new);
        return new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(127, new SecureRandom()),
                        Date.from(clock.instant()),
                        Date.from(clock.instant().plus(VALID)),
                        name,
                        keys.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(
                        Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                }))
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    }

    // Both appear whole or not at all, and nobody else may read them.
    private static void write(Path file, Object content) throws IOException {
        Path draft = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "draft",
                ".pem",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer out = Files.newBufferedWriter(draft);
                JcaPEMWriter pem = new JcaPEMWriter(out)) {
            pem.writeObject(content);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
