package io.muster.keyspace.server;

import io.muster.keyspace.Keyspace;
import io.muster.keyspace.fixture.KeyspaceContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The keyspace of each of three members: one leads, two follow.
@ParameterizedClass
@ValueSource(longs = {1, 2, 3})
class MemberKeyspaceTest extends KeyspaceContract {
    @TempDir
    private static Path root;

    private static TestCluster cluster;

    @Parameter
    private long id;

    @BeforeAll
    static void start() {
        cluster = TestCluster.start(root.resolve(Long.toHexString(System.nanoTime())), 3);
        cluster.awaitLeader();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Override
    protected Keyspace keyspace() {
        return cluster.keyspace(id);
    }

    // The clock is real: what was waited for comes by itself.
    @Override
    protected void passTime(Duration time) {}
}
