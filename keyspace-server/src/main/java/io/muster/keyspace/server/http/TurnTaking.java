package io.muster.keyspace.server.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/// Does costly work on few threads. Work waits in lanes, which take turns, and a lane holds so much and no more: who
/// floods one lane slows down nobody in another.
final class TurnTaking implements AutoCloseable {
    private final int waitingMax;
    private final ExecutorService threads;

    // Guarded by `this`; only lanes in which something waits, the one whose turn it is first.
    private final LinkedHashMap<String, Deque<Runnable>> lanes = new LinkedHashMap<>();

    /// @param waitingMax how much may wait in one lane
    TurnTaking(String name, int threadCount, int waitingMax) {
        this.waitingMax = waitingMax;
        this.threads = Executors.newFixedThreadPool(
                threadCount, Thread.ofPlatform().name(name + "-", 1).daemon().factory());
    }

    /// @throws RejectedExecutionException when too much waits in this lane already, or this is closed
    void submit(String lane, Runnable work) {
        synchronized (this) {
            Deque<Runnable> waiting = lanes.computeIfAbsent(lane, _ -> new ArrayDeque<>());
            if (waiting.size() >= waitingMax) {
                throw new RejectedExecutionException(waitingMax + " wait already");
            }
            waiting.add(work);
        }
        threads.execute(this::takeTurn);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    // Called once for each piece of work, though not in the order of submission.
    private void takeTurn() {
        Runnable work;
        synchronized (this) {
            var turn = lanes.pollFirstEntry();
            if (turn == null) {
                throw new IllegalStateException("a turn without work");
            }
            work = turn.getValue().remove();
            if (!turn.getValue().isEmpty()) {
                lanes.put(turn.getKey(), turn.getValue());
            }
        }
        work.run();
    }
}
