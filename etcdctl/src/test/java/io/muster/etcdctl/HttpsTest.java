package io.muster.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path dir;

    @BeforeAll
    static void makeKeys() throws Exception {
        List<Process> making = List.of(
                makeKey("server", "IP:127.0.0.1"),
                makeKey("elsewhere", "DNS:elsewhere.example"),
                makeKey("client", "DNS:client"));
        for (Process keytool : making) {
            assertEquals(0, keytool.waitFor());
        }
        for (String name : List.of("server", "elsewhere", "client")) {
            writePem(
                    name + ".crt",
                    "CERTIFICATE",
                    store(name).getCertificate(name).getEncoded());
            writePem(
                    name + ".key",
                    "PRIVATE KEY",
                    store(name).getKey(name, PASSWORD).getEncoded());
        }
    }

    @Test
    void serverIsTrustedByTheCaFileAndNotWithout() throws Exception {
        try (TestMember member = serve("server", false)) {
            assertEquals(
                    new CommandLine(0, "1\n", ""), etcdctl(member, "--ca-file", pem("server.crt"), "set", "/a", "1"));
            CommandLine distrusted = etcdctl(member, "get", "/a");
            assertEquals(4, distrusted.exitCode());
            assertTrue(distrusted.err().contains("error #0: dial tcp 127.0.0.1:" + member.port() + ": TLS: "));
        }
    }

    @Test
    void certificateForAnotherHostIsRefused() throws Exception {
        try (TestMember member = serve("elsewhere", false)) {
            CommandLine refused = etcdctl(member, "--ca-file", pem("elsewhere.crt"), "set", "/a", "1");
            assertEquals(4, refused.exitCode());
            assertEquals(List.of(), member.requests());
        }
    }

    @Test
    void serverThatAsksForACertificateGetsIt() throws Exception {
        try (TestMember member = serve("server", true)) {
            CommandLine known = etcdctl(
                    member,
                    "--ca-file",
                    pem("server.crt"),
                    "--cert-file",
                    pem("client.crt"),
                    "--key-file",
                    pem("client.key"),
                    "set",
                    "/a",
                    "1");
            assertEquals(new CommandLine(0, "1\n", ""), known);
            assertEquals(
                    4,
                    etcdctl(member, "--ca-file", pem("server.crt"), "get", "/a").exitCode());
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws Exception {
        try (TestMember member = serve("server", false)) {
            assertEquals(
                    new CommandLine(1, "", "open /no/such.pem: cannot be read\n"),
                    etcdctl(member, "--ca-file", "/no/such.pem", "get", "/a"));
            String empty = Files.createFile(dir.resolve("empty.pem")).toString();
            assertEquals(
                    new CommandLine(1, "", empty + ": holds no PEM certificate\n"),
                    etcdctl(member, "--ca-file", empty, "get", "/a"));
            assertEquals(
                    new CommandLine(
                            1,
                            "",
                            empty + ": holds no PKCS #8 private key; convert it with:"
                                    + " openssl pkcs8 -topk8 -nocrypt -in " + empty + "\n"),
                    etcdctl(member, "--cert-file", pem("client.crt"), "--key-file", empty, "get", "/a"));
        }
    }

    private static CommandLine etcdctl(TestMember member, String... words) {
        List<String> args = new ArrayList<>(List.of("--no-sync", "--endpoints", "https://127.0.0.1:" + member.port()));
        args.addAll(List.of(words));
        return CommandLine.run(Map.of(), "", args);
    }

    private static TestMember serve(String name, boolean asksForCertificate) throws Exception {
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store(name), PASSWORD);
        var trusted = TrustManagerFactory.getInstance("PKIX");
        var clients = KeyStore.getInstance("PKCS12");
        clients.load(null, PASSWORD);
        clients.setCertificateEntry("client", store("client").getCertificate("client"));
        trusted.init(clients);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters connection) {
                SSLParameters parameters = context.getDefaultSSLParameters();
                parameters.setNeedClientAuth(asksForCertificate);
                connection.setSSLParameters(parameters);
            }
        });
        return TestMember.at(server);
    }

    private static Process makeKey(String name, String alternativeName) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=" + alternativeName,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        dir.resolve(name + ".p12").toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
    }

    private static KeyStore store(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(dir.resolve(name + ".p12"))) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static void writePem(String file, String what, byte[] content) throws IOException {
        Files.writeString(
                dir.resolve(file),
                "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                        + what + "-----\n");
    }

    private static String pem(String name) {
        return dir.resolve(name).toString();
    }
}
