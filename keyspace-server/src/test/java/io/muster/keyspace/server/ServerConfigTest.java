package io.muster.keyspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.server.ServerConfig.Founding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerConfigTest {
    @Test
    void bareServerHasTheDefaultsOfTheOriginal() throws StartFailure {
        ServerConfig config = parse();

        assertEquals("default", config.name());
        assertEquals(Path.of("default.etcd"), config.dataDir());
        assertEquals(List.of("http://localhost:2379", "http://localhost:4001"), config.advertiseClientUrls());
        assertEquals(List.of("http://localhost:2380", "http://localhost:7001"), config.advertisePeerUrls());
        assertEquals(
                List.of("http://localhost:2379", "http://localhost:4001"),
                config.listenClientUrls().stream().map(Endpoint::text).toList());
        assertEquals("default=http://localhost:2380,default=http://localhost:7001", founders(config));
        assertEquals(Duration.ofMillis(100), config.heartbeat());
        assertEquals(Duration.ofSeconds(1), config.election());
        assertEquals(10_000, config.snapshotCount());
        assertEquals(List.of(), config.warnings());
    }

    @Test
    void changedNameMovesDataDirectoryAndInitialCluster() throws StartFailure {
        ServerConfig config = parse("--name=infra0");

        assertEquals(Path.of("infra0.etcd"), config.dataDir());
        assertEquals("infra0=http://localhost:2380,infra0=http://localhost:7001", founders(config));
    }

    @Test
    void oneDashOrTwoWithEqualsOrBlankAllMeanTheSame() throws StartFailure {
        for (List<String> args :
                List.of(List.of("-name=a"), List.of("--name=a"), List.of("-name", "a"), List.of("--name", "a"))) {
            assertEquals("a", ServerConfig.parse(args, Map.of()).name(), args.toString());
        }
    }

    @Test
    void switchNeverTakesTheNextArgument() throws StartFailure {
        assertTrue(parse("-debug", "--name=a").debug());
        assertTrue(parse("--debug=t").debug());
        assertEquals(
                "error verifying flags, 'false' is not a valid flag. See 'etcd --help'.", refused("-debug", "false"));
    }

    @Test
    void commandLineWinsOverVariablesAndEmptyVariablesCountAsAbsent() throws StartFailure {
        ServerConfig config = ServerConfig.parse(
                List.of("--name=flag"), Map.of("ETCD_NAME", "variable", "ETCD_DATA_DIR", "", "ETCD_DEBUG", "true"));

        assertEquals("flag", config.name());
        assertEquals(Path.of("flag.etcd"), config.dataDir());
        assertTrue(config.debug());
    }

    @Test
    void unknownVariableIsOnlyAWarning() throws StartFailure {
        ServerConfig config = ServerConfig.parse(List.of(), Map.of("ETCD_NOPE", "1", "PATH", "/bin"));

        assertEquals(List.of("unrecognized environment variable ETCD_NOPE=1"), config.warnings());
    }

    @Test
    void flagsWithoutEffectAreNamedTogetherInOneWarning() throws StartFailure {
        ServerConfig config =
                parse("--experimental-v3demo", "--v=9", "-cluster-active-size=9", "--enable-v2", "--logger=zap");

        assertEquals(
                List.of(
                        "flag \"-v\" is no longer supported - ignoring.",
                        "flag \"-cluster-active-size\" is no longer supported - ignoring.",
                        "these flags have no effect: --experimental-v3demo"),
                config.warnings());
    }

    @Test
    void originsOfPagesAreReadAndCheckedOneByOne() throws StartFailure {
        assertEquals(List.of(), parse().clients().corsOrigins());
        assertEquals(
                List.of("http://a:1", "*"),
                parse("--cors=http://a:1,*").clients().corsOrigins());
        assertEquals(
                "--cors has 'a.example', which is no origin; write http://host:port, or * for all",
                refused("--cors=http://a,a.example"));
    }

    @Test
    void dialectAndHistoryAreThoseOf23UnlessToldOtherwise() throws StartFailure {
        assertEquals(Dialect.V2_3, parse().dialect());
        assertEquals(
                Dialect.V3_4,
                ServerConfig.parse(List.of(), Map.of("ETCD_COMPAT", "3.4")).dialect());
        assertEquals(1000, parse().watchHistory());
        assertEquals(5, parse("--watch-history=5").watchHistory());
        assertEquals(
                "--watch-history=1000001 is more than a member keeps; use at most 1000000",
                refused("--watch-history=1000001"));
    }

    @Test
    void discoveryUrlIsKeptAsSpelled() throws StartFailure {
        ServerConfig config = parse("--discovery=http://D.example:80/Token/");

        assertEquals(
                "http://D.example:80/Token/",
                assertInstanceOf(Founding.Discovered.class, config.founding()).url());
    }

    @Test
    void namesOfTheFirstGenerationWorkAsHostAndPort() throws StartFailure {
        ServerConfig config =
                parse("-addr=10.0.0.1:4001", "-peer-addr", "10.0.0.1:7001", "-peer-bind-addr=10.0.0.2:7001");

        assertEquals(List.of("http://10.0.0.1:4001"), config.advertiseClientUrls());
        assertEquals("http://:4001", config.listenClientUrls().getFirst().text());
        assertTrue(config.listenClientUrls()
                .getFirst()
                .socketAddress()
                .getAddress()
                .isAnyLocalAddress());
        assertEquals(List.of("http://10.0.0.1:7001"), config.advertisePeerUrls());
        assertEquals("http://10.0.0.2:7001", config.listenPeerUrls().getFirst().text());
    }

    @Test
    void versionAndHelpPrintAndServeNothing() throws StartFailure {
        Invocation version = Invocation.of(List.of("-version"), Map.of());
        Invocation help = Invocation.of(List.of("-h"), Map.of());

        String text = assertInstanceOf(Invocation.Print.class, version).text();
        assertEquals(4, text.lines().count());
        assertTrue(text.startsWith("etcd Version: 2.3.8"), text);
        assertTrue(text.matches("(?s).*Muster Version: \\d+\\.\\d+\\.\\d+.*"), text);
        assertTrue(assertInstanceOf(Invocation.Print.class, help)
                .text()
                .contains("--initial-cluster-token 'etcd-cluster'"));
    }

    private static ServerConfig parse(String... args) throws StartFailure {
        return ServerConfig.parse(List.of(args), Map.of());
    }

    private static String refused(String... args) {
        return String.valueOf(
                assertThrows(StartFailure.class, () -> parse(args)).getMessage());
    }

    private static String founders(ServerConfig config) {
        return assertInstanceOf(Founding.Alone.class, config.founding())
                .cluster()
                .format();
    }
}
