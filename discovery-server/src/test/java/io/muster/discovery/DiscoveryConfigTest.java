package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

        assertEquals(8087, config.listen().port());
        assertEquals("", config.listen().host());
        assertEquals(Optional.empty(), config.etcd());
        assertEquals(Path.of("discovery.data"), config.dataDir());
        assertFalse(config.permissive());
        assertEquals("http://127.0.0.1:8087", config.publicUrl(8087));
    }

    @Test
    void everyFlagHasALongAndSomeAShortForm() throws StartFailure {
        DiscoveryConfig config = DiscoveryConfig.parse(
                List.of("-a", "10.0.0.1:80", "-h", "https://d.example/", "-e", "http://e:2379/", "--data-dir=/x"),
                Map.of());

        assertEquals("10.0.0.1", config.listen().host());
        assertEquals("https://d.example", config.publicUrl(80));
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

        assertEquals(2, config.listen().port());
        assertEquals("http://h", config.publicUrl(2));
        assertEquals(Optional.empty(), config.etcd());
        assertEquals(Path.of("/d"), config.dataDir());
    }

    @Test
    void urlsOfTokensNameAnAddressThatCanBeReached() throws StartFailure {
        assertEquals("http://127.0.0.1:5", publicUrl("0.0.0.0:5"));
        assertEquals("http://127.0.0.1:5", publicUrl("[::]:5"));
        assertEquals("http://[::1]:5", publicUrl("[::1]:5"));
        assertEquals("http://machine:5", publicUrl("machine:5"));
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

    private static String publicUrl(String address) throws StartFailure {
        return DiscoveryConfig.parse(List.of("--addr", address), Map.of()).publicUrl(5);
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
