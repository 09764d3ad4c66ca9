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
        assertEquals("'false' is not a valid flag; flags start with a dash, see --help", refused("-debug", "false"));
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
        ServerConfig config = parse(
                "--enable-pprof", "--proxy-read-timeout=9", "-cluster-active-size=9", "--enable-v2", "--logger=zap");

        assertEquals(
                List.of("these flags have no effect yet: --enable-pprof, --proxy-read-timeout, --cluster-active-size"),
                config.warnings());
    }

    @Test
    void originsOfPagesAreReadAndCheckedOneByOne() throws StartFailure {
        assertEquals(List.of(), parse().corsOrigins());
        assertEquals(List.of("http://a:1", "*"), parse("--cors=http://a:1,*").corsOrigins());
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
    void everyFaultIsNamedAtOnceAndABadFlagMakesTheExitCodeTwo() {
        StartFailure failure = assertThrows(
                StartFailure.class,
                () -> parse("--nope", "--proxy=maybe", "--election-timeout=100", "--listen-client-urls=http://:1"));

        assertEquals("""
                flag provided but not defined: -nope; --help lists the flags
                invalid value 'maybe' for flag --proxy: use one of off, readonly, on
                --listen-client-urls is set without --advertise-client-urls; set that, too, so that clients can be \
                told where to come
                --election-timeout[100ms] should be at least as 5 times as --heartbeat-interval[100ms]
                Usage: keyspace-server [--flag=value ...]; --help lists the flags""", failure.getMessage());
        assertEquals(StartFailure.USAGE, failure.exitCode());
    }

    @Test
    void timesThatCannotBeKeptAreRefusedInTheOriginalsWords() throws StartFailure {
        assertEquals("--heartbeat-interval must be >0 (set to 0ms)", refused("--heartbeat-interval=0"));
        assertEquals("""
                --election-timeout must be >0 (set to 0ms)
                --election-timeout[0ms] should be at least as 5 times as --heartbeat-interval[100ms]""", refused("--election-timeout=0"));
        assertEquals(
                "--election-timeout[499ms] should be at least as 5 times as --heartbeat-interval[100ms]",
                refused("--election-timeout=499"));
        assertEquals(Duration.ofMillis(500), parse("--election-timeout=500").election());
        assertEquals(
                "--election-timeout[50001ms] is too long, and should be set less than 50000ms",
                refused("--election-timeout=50001"));
        assertEquals(Duration.ofSeconds(50), parse("--election-timeout=50000").election());
    }

    @Test
    void contradictionsAloneMakeTheExitCodeOne() {
        StartFailure failure = assertThrows(
                StartFailure.class,
                () -> parse("--initial-cluster=a=http://h:1", "--discovery=http://d/t", "--election-timeout=60000"));

        assertEquals("""
                --initial-cluster and --discovery are both set; choose one of --initial-cluster, --discovery and \
                --discovery-srv
                --election-timeout[60000ms] is too long, and should be set less than 50000ms""", failure.getMessage());
        assertEquals(StartFailure.REFUSED, failure.exitCode());
    }

    @Test
    void malformedVariableIsRefusedByItsName() {
        StartFailure failure = assertThrows(
                StartFailure.class,
                () -> ServerConfig.parse(List.of(), Map.of("ETCD_SNAPSHOT_COUNT", "many", "ETCD_PEERS", "10.0.0.1")));

        assertEquals("""
                invalid value '10.0.0.1' for ETCD_PEERS: no longer supported; name the founders with --initial-cluster
                invalid value 'many' for ETCD_SNAPSHOT_COUNT: use a whole number, not negative""", failure.getMessage());
        assertEquals(StartFailure.REFUSED, failure.exitCode());
    }

    @Test
    void nameMustOccurInTheInitialCluster() {
        assertEquals(
                "--name=default does not occur in --initial-cluster=a=http://h:1; add it there or use one of its names",
                refused("--initial-cluster=a=http://h:1"));
    }

    @Test
    void advertisedPeerUrlsMustBeThoseOfTheInitialCluster() {
        assertEquals(
                "--initial-cluster has a=http://h:1 but --initial-advertise-peer-urls=http://h:2; make them agree",
                refused("--name=a", "--initial-cluster=a=http://h:1", "--initial-advertise-peer-urls=http://h:2"));
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
    void urlsAreCheckedOneByOne() {
        assertEquals("""
                invalid value 'http://h:1,ftp://h:2' for flag --advertise-client-urls: the URL 'ftp://h:2' must start \
                with http:// or https://
                Usage: keyspace-server [--flag=value ...]; --help lists the flags""", refused("--advertise-client-urls=http://h:1,ftp://h:2"));
        assertEquals("""
                invalid value 'http://h:1/' for flag --listen-peer-urls: the URL 'http://h:1/' must end after the \
                port; leave '/' away
                Usage: keyspace-server [--flag=value ...]; --help lists the flags""", refused("--listen-peer-urls=http://h:1/"));
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
