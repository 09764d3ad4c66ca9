package io.muster.keyspace.server.http;

import io.muster.keyspace.Command;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Watch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A keyspace that knows how many of its watches nobody has ended yet, and can be made to keep writes waiting.
final class CountedKeyspace implements Keyspace {
    private final Keyspace keyspace;
    private int open;
    private volatile CompletableFuture<Void> agreement = CompletableFuture.completedFuture(null);

    CountedKeyspace(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    synchronized int openWatches() {
        return open;
    }

    /// Whether every watch ended within that time.
    synchronized boolean awaitNoWatches(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        for (long left = time.toMillis(); open > 0 && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return open == 0;
    }

    /// From now on writes wait until that happens.
    void holdWritesUntil(CompletableFuture<Void> agreed) {
        agreement = agreed;
    }

    @Override
    public CompletableFuture<Outcome> submit(Command command) {
        return agreement.isDone() ? keyspace.submit(command) : agreement.thenCompose(_ -> keyspace.submit(command));
    }

    @Override
    public CompletableFuture<Outcome> get(Read read) {
        return keyspace.get(read);
    }

    @Override
    public Watch watch(Follow follow, Watch.Listener listener) {
        return switch (keyspace.watch(follow, listener)) {
            case Watch.Begun begun -> new Counted(begun);
            case Watch.Refused refused -> refused;
        };
    }

    @Override
    public long index() {
        return keyspace.index();
    }

    private synchronized void count(int change) {
        open += change;
        notifyAll();
    }

    private final class Counted implements Watch.Begun {
        private final Watch.Begun begun;
        private boolean closed;

        Counted(Watch.Begun begun) {
            this.begun = begun;
            count(1);
        }

        @Override
        public long startIndex() {
            return begun.startIndex();
        }

        @Override
        public synchronized void close() {
            begun.close();
            if (!closed) {
                closed = true;
                count(-1);
            }
        }
    }
}
