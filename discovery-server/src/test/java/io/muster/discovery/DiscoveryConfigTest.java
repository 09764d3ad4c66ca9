package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.discovery.edge.AccessLog;
import io.muster.discovery.edge.Limits;
import io.muster.discovery.edge.ListenAddress;
import io.muster.keyspace.server.StartFailure;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiscoveryConfigTest {
    @Test
    void defaultsKeepTokensInAnEmbeddedKeyspaceBelowTheWorkingDirectory() throws StartFailure {
        DiscoveryConfig config = DiscoveryConfig.parse(List.of(), Map.of());

        assertEquals(List.of(8087), ports(config));
        assertEquals("", config.edge().listen().getFirst().endpoint().host());
        assertEquals(Limits.DEFAULT, config.edge().limits());
        assertEquals(AccessLog.COMMON, config.edge().accessLog());
        assertTrue(config.edge().trustedProxies().isEmpty());
        assertEquals(Optional.empty(), config.etcd());
        assertEquals(Path.of("discovery.data"), config.dataDir());
        assertFalse(config.permissive());
        assertEquals(Optional.empty(), config.host());
    }

    @Test
    void everyFlagHasALongAndSomeAShortForm() throws StartFailure {
        DiscoveryConfig config = DiscoveryConfig.parse(
                List.of("-a", "10.0.0.1:80", "-h", "https://d.example/", "-e", "http://e:2379/", "--data-dir=/x"),
                Map.of());

        assertEquals("10.0.0.1", config.edge().listen().getFirst().endpoint().host());
        assertEquals(Optional.of("https://d.example"), config.host());
        assertEquals(Optional.of(URI.create("http://e:2379")), config.etcd());
        assertEquals(Path.of("/x"), config.dataDir());
        assertEquals(
                config,
                DiscoveryConfig.parse(
                        List.of("--addr=10.0.0.1:80", "--host=https://d.example", "--etcd", "http://e:2379"),
                        Map.of("DISC_DATA_DIR", "/x")));
        assertTrue(DiscoveryConfig.parse(List.of("--permissive"), Map.of()).permissive());
    }

    @Test
    void flagBeatsVariableAndEmptyVariableSaysNothing() throws StartFailure {
        Map<String, String> environment =
                Map.of("DISC_ADDR", "127.0.0.1:1", "DISC_HOST", "http://h", "DISC_ETCD", "", "DISC_DATA_DIR", "/d");

        DiscoveryConfig config = DiscoveryConfig.parse(List.of("--addr", "127.0.0.1:2"), environment);

        assertEquals(List.of(2), ports(config));
        assertEquals(Optional.of("http://h"), config.host());
        assertEquals(Optional.empty(), config.etcd());
        assertEquals(Path.of("/d"), config.dataDir());
    }

    @Test
    void addressesMayBeSeveralAndSayWhetherTheySpeakTls() throws StartFailure {
        DiscoveryConfig config = DiscoveryConfig.parse(
                List.of("--addr", "127.0.0.1:1, http://[::1]:2,https://:3", "--cert-file=c", "--key-file=k"), Map.of());

        assertEquals(List.of(1, 2, 3), ports(config));
        assertEquals(
                List.of(true, false, true),
                config.edge().listen().stream().map(ListenAddress::secure).toList());
    }

    @Test
    void tlsThatIsHalfConfiguredIsRefused() {
        refused(List.of("--cert-file=c"), "--cert-file and --key-file go together: give both or none");
        refused(List.of("--addr=https://:1"), "cannot speak TLS at https://:1: set --cert-file and --key-file");
        refused(
                List.of("--cert-file=c", "--key-file=k", "--client-cert-auth"),
                "--client-cert-auth needs to know whose certificates: set --trusted-ca-file");
    }

    @Test
    void limitsAreGenerousUnlessSetAndGoneWithPermissive() throws StartFailure {
        assertEquals(
                Limits.NONE,
                DiscoveryConfig.parse(List.of("--permissive"), Map.of()).edge().limits());
        assertEquals(
                new Limits(10, 20, 30),
                DiscoveryConfig.parse(
                                List.of("--permissive", "--max-request-bytes=10", "--rate-limit=20"),
                                Map.of("DISC_MAX_OPEN_REQUESTS", "30"))
                        .edge()
                        .limits());
        refused(
                List.of("--rate-limit=-1", "--trusted-proxies=nobody,10.0.0.0/8", "--access-log=xml"),
                "Invalid proxy 'nobody' given in --trusted-proxies: use an address or a network such as 10.0.0.0/8",
                "Invalid --rate-limit '-1' given: use a whole number from 0, for no limit, to 1000000",
                "Invalid access log 'xml' given: use common, json or off");
    }

    @Test
    void malformedValuesAreRefusedAllAtOnceInTheWordsOfTheOriginal() {
        refused(
                List.of("--etcd=http://x/y", "--host=http:///", "--addr=8087"),
                "Invalid listen address '8087' given: use host:port or :port",
                "--host=http:///: Expected hostname (none given)",
                "--etcd=http://x/y: Expected url without path (/y)");
        refused(List.of("-e", "http://x?x=1"), "--etcd=http://x?x=1: Expected url without query (?x=1)");
        refused(List.of("-e", "http://x#f"), "--etcd=http://x#f: Expected url without fragment (f)");
        refused(List.of("-h", "x y"), "--host: Invalid url given: Illegal character in path at index 1: x y");
    }

    @Test
    void unknownFlagAndHelpShowTheFlags() {
        refused(List.of("--bogus=1"), "unknown flag: --bogus");
        refused(List.of("stray"), "unexpected argument: stray");
        refused(List.of("--help"));
    }

    private static List<Integer> ports(DiscoveryConfig config) {
        return config.edge().listen().stream()
                .map(address -> address.endpoint().port())
                .toList();
    }

    private static void refused(List<String> args, String... lines) {
        StartFailure failure = assertThrows(StartFailure.class, () -> DiscoveryConfig.parse(args, Map.of()));
        List<String> said = String.valueOf(failure.getMessage()).lines().toList();
        assertEquals(List.of(lines), said.subList(0, lines.length));
        assertTrue(said.get(lines.length).startsWith("Usage: discovery-server"), said.toString());
        assertTrue(said.stream().anyMatch(line -> line.contains("--data-dir=DIR")), said.toString());
        assertEquals(2, failure.exitCode());
    }
}
