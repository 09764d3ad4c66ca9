package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.discovery.backend.Storage;
import io.muster.discovery.edge.AccessLog;
import io.muster.discovery.edge.Limits;
import io.muster.discovery.edge.ListenAddress;
import io.muster.discovery.registry.Lifetimes;
import io.muster.keyspace.server.StartFailure;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryConfigTest {
    @Test
    void defaultsKeepTokensInAnEmbeddedKeyspaceBelowTheWorkingDirectory() throws StartFailure {
        DiscoveryConfig config = DiscoveryConfig.parse(List.of(), Map.of());

        assertEquals(List.of(8087), ports(config));
        assertEquals("", config.edge().listen().getFirst().endpoint().host());
        assertEquals(Limits.DEFAULT, config.edge().limits());
        assertEquals(AccessLog.COMMON, config.edge().accessLog());
        assertTrue(config.edge().trustedProxies().isEmpty());
        assertEquals(new Storage.Alone(Path.of("discovery.data")), config.storage());
        assertEquals(
                new Lifetimes(Optional.of(Duration.ofDays(7)), Optional.empty(), Duration.ofDays(7)),
                config.lifetimes());
        assertEquals(Optional.empty(), config.admin());
        assertFalse(config.permissive());
        assertEquals(Optional.empty(), config.host());
    }

    @Test
    void everyFlagHasALongAndSomeAShortForm() throws StartFailure {
        DiscoveryConfig config = DiscoveryConfig.parse(
                List.of("-a", "10.0.0.1:80", "-h", "https://d.example/", "-e", "http://e:2379/,https://f:2379"),
                Map.of());

        assertEquals("10.0.0.1", config.edge().listen().getFirst().endpoint().host());
        assertEquals(Optional.of("https://d.example"), config.host());
        assertEquals(
                new Storage.External(
                        List.of(URI.create("http://e:2379"), URI.create("https://f:2379")), Optional.empty()),
                config.storage());
        assertEquals(
                config,
                DiscoveryConfig.parse(
                        List.of(
                                "--addr=10.0.0.1:80",
                                "--host=https://d.example",
                                "--etcd",
                                "http://e:2379,https://f:2379"),
                        Map.of()));
        assertTrue(DiscoveryConfig.parse(List.of("--permissive"), Map.of()).permissive());
    }

    @Test
    void flagBeatsVariableAndEmptyVariableSaysNothing() throws StartFailure {
        Map<String, String> environment =
                Map.of("DISC_ADDR", "127.0.0.1:1", "DISC_HOST", "http://h", "DISC_ETCD", "", "DISC_DATA_DIR", "/d");

        DiscoveryConfig config = DiscoveryConfig.parse(List.of("--addr", "127.0.0.1:2"), environment);

        assertEquals(List.of(2), ports(config));
        assertEquals(Optional.of("http://h"), config.host());
        assertEquals(new Storage.Alone(Path.of("/d")), config.storage());
    }

    @Test
    void timesAreReadWithTheirUnits() throws StartFailure {
        DiscoveryConfig config = DiscoveryConfig.parse(
                List.of("--expire-incomplete=never", "--expire-complete=36h"), Map.of("DISC_REMEMBER_EXPIRED", "90s"));

        assertEquals(
                new Lifetimes(Optional.empty(), Optional.of(Duration.ofHours(36)), Duration.ofSeconds(90)),
                config.lifetimes());
        refused(
                List.of("--expire-complete=5", "--remember-expired=never"),
                "--expire-complete=5: use a time such as 90s, 30m, 12h or 7d, or never",
                "--remember-expired=never: use a time such as 90s, 30m, 12h or 7d");
    }

    @Test
    void serversThatKeepTokensTogetherAreNamed() throws StartFailure {
        String all = "d1=http://10.0.0.1:2390,d2=http://10.0.0.2:2390";
        String flag = "--initial-cluster=" + all;
        DiscoveryConfig config = DiscoveryConfig.parse(List.of(flag, "--name=d2", "--data-dir=/x"), Map.of());

        Storage.Grouped grouped = assertInstanceOf(Storage.Grouped.class, config.storage());
        assertEquals(Path.of("/x"), grouped.dataDir());
        assertEquals("d2", grouped.self().name());
        assertEquals("http://10.0.0.2:2390", grouped.listen().getFirst().text());
        refused(List.of(flag), "--name= is none of the servers of --initial-cluster=" + all);
        refused(List.of("--name=d1"), "--name=d1 needs --initial-cluster");
        refused(
                List.of(flag, "--name=d1", "--etcd=http://e:2379"),
                "--etcd and --initial-cluster exclude each other: tokens are kept in one place");
    }

    @Test
    void secretThatCanBeGuessedIsRefused(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), "short\n");

        refused(
                List.of("--admin-secret-file=" + file),
                "--admin-secret-file: the first line of " + file
                        + " has 5 characters; an admin secret needs at least 16 that nobody can guess");
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
