package io.muster.keyspace.store;

import io.muster.keyspace.Command;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Watch;
import io.muster.keyspace.access.Access;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A keyspace that lives in this process alone and is forgotten with it, for tests. What is due expires whenever
/// somebody asks for something.
public final class LocalKeyspace implements Keyspace {
    private final Store store = new Store(Store.DEFAULT_HISTORY_SIZE);
    private final LogClock clock;

    public LocalKeyspace(InstantSource clock) {
        this.clock = new LogClock(clock);
    }

    @Override
    public synchronized CompletableFuture<Outcome> submit(Command command) {
        expire();
        return CompletableFuture.completedFuture(
                store.apply(new Entry(clock.stamp(), List.of(command))).getFirst());
    }

    @Override
    public CompletableFuture<Outcome> get(Read read) {
        expire();
        return CompletableFuture.completedFuture(store.get(read, clock.stamp()));
    }

    @Override
    public Watch watch(Follow follow, Watch.Listener listener) {
        return store.watch(follow, listener);
    }

    @Override
    public long index() {
        return store.index();
    }

    /// Who may do what.
    public Access access() {
        return store.access();
    }

    /// What was asked of it so far.
    public Counts counts() {
        return store.counts();
    }

    private synchronized void expire() {
        var now = clock.stamp();
        if (store.nextExpiry().filter(due -> !due.isAfter(now)).isPresent()) {
            store.apply(new Entry(now, List.of(new Command.Expire())));
        }
    }
}
