package io.muster.keyspace.server.tls;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.fixture.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    @TempDir
    private Path directory;

    private final TestAuthority authority = new TestAuthority("test authority");
    private Path certificate;
    private Path key;
    private Path authorities;

    @BeforeEach
    void names() {
        certificate = directory.resolve("server.crt");
        key = directory.resolve("server.key");
        authorities = directory.resolve("ca.crt");
    }

    @Test
    void everyCommonFormOfAKeyIsRead() {
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            for (boolean pkcs8 : new boolean[] {true, false}) {
                authority.issue("server", algorithm).write(certificate, key, pkcs8);
                assertDoesNotThrow(() -> files().context(), algorithm + " pkcs8=" + pkcs8);
            }
        }
    }

    @Test
    void keyOfAnotherCertificateIsNamedWithIt() {
        authority.issue("server-a", "EC").write(certificate, directory.resolve("other.key"), true);
        authority.issue("server-b", "EC").write(directory.resolve("other.crt"), key, true);

        assertEquals(
                "the key in " + key + " does not belong to the certificate of CN=server-a in " + certificate,
                refusal());
    }

    @Test
    void missingAndForeignFilesAreNamed() throws IOException {
        authority.issue("server", "EC").write(certificate, key, true);
        Files.delete(key);
        assertEquals("there is no file " + key, refusal());

        Files.copy(certificate, key);
        assertTrue(refusal().startsWith(key + " holds no private key"), refusal());

        Files.writeString(certificate, "");
        assertTrue(refusal().startsWith(certificate + " holds no certificate"), refusal());

        Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertTrue(refusal().startsWith("the certificates in " + certificate + " cannot be read"), refusal());
    }

    @Test
    void encryptedKeyComesWithItsRemedy() throws IOException {
        authority.issue("server", "EC").write(certificate, key, true);
        Files.writeString(key, """
                -----BEGIN ENCRYPTED PRIVATE KEY-----
                MBMwDQYJKoZIhvcNAQUNBQAEAgAA
                -----END ENCRYPTED PRIVATE KEY-----
                """);

        assertTrue(refusal().startsWith("the key in " + key + " is encrypted"), refusal());
        assertTrue(refusal().endsWith("openssl pkey -in " + key), refusal());
    }

    @Test
    void replacedFileMakesAnotherStamp() throws IOException {
        authority.issue("server", "EC").write(certificate, key, true);
        authority.write(authorities);
        String before = files().stamp();
        assertEquals(before, files().stamp());

        Path aside = directory.resolve("new.crt");
        Files.copy(authorities, aside);
        Files.move(aside, authorities, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertNotEquals(before, files().stamp());
    }

    private TlsFiles files() {
        return new TlsFiles(certificate, key, Files.exists(authorities) ? authorities : null);
    }

    private String refusal() {
        return assertThrows(UnusableTls.class, () -> files().context()).line();
    }
}
