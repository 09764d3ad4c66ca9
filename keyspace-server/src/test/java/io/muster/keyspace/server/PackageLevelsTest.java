package io.muster.keyspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/// `--log-package-levels` sets what single packages log, by etcd's names and our own.
class PackageLevelsTest {
    private final ILoggerFactory logs = new LeveledLogs().getLoggerFactory();
    private final Logger main = logs.getLogger("io.muster.keyspace.server.KeyspaceServer");
    private final Logger raft = logs.getLogger("io.muster.keyspace.server.raft.RaftGroup");
    private final Logger http = logs.getLogger("io.muster.keyspace.server.http.ClientApi");
    private final Logger other = logs.getLogger("org.eclipse.jetty.server.Server");

    @AfterEach
    void forget() {
        LogLevel.INFO.apply();
    }

    @Test
    void eachPackageHasItsOwnLevelAndTheRestTheOneForAll() {
        PackageLevels.Reading reading = PackageLevels.read("etcdserver=WARNING, raft = D,*=ERROR");
        assertTrue(reading.warnings().isEmpty());
        reading.levels().apply();

        assertTrue(main.isWarnEnabled());
        assertFalse(main.isInfoEnabled());
        assertTrue(raft.isDebugEnabled());
        assertFalse(http.isWarnEnabled());
        assertFalse(other.isWarnEnabled());

        LogLevel.INFO.apply();
        assertTrue(http.isInfoEnabled(), "a level for all that is set later counts for each");
        assertFalse(raft.isDebugEnabled());
    }

    @Test
    void packagesThatAreNotNamedStayAsTheyAre() {
        PackageLevels.read("rafthttp=DEBUG").levels().apply();

        assertTrue(logs.getLogger("io.muster.keyspace.server.peer.Peers").isDebugEnabled());
        assertTrue(main.isInfoEnabled());
        assertFalse(main.isDebugEnabled());
    }

    @Test
    void whatMakesNoSenseIsToldAndChangesNothing() {
        PackageLevels.Reading reading = PackageLevels.read("raft=DEBUG,http=loud");

        assertEquals(PackageLevels.NONE, reading.levels());
        assertTrue(reading.warnings()
                .getFirst()
                .startsWith("couldn't parse log level string: 'http=loud' is not of the form package=LEVEL"));
    }
}
