package io.muster.keyspace.store;

import io.muster.keyspace.Command;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.fixture.KeyspaceContract;
import io.muster.keyspace.fixture.ManualClock;
import java.time.Duration;
import java.time.Instant;

/// A keyspace in one process keeps the contract.
class LocalKeyspaceTest extends KeyspaceContract {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final LocalKeyspace keyspace = new LocalKeyspace(clock);

    @Override
    protected Keyspace keyspace() {
        return keyspace;
    }

    @Override
    protected void passTime(Duration time) {
        clock.advance(time);
        keyspace.submit(new Command.Expire()).join();
    }
}
