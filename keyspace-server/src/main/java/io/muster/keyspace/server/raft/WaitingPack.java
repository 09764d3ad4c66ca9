package io.muster.keyspace.server.raft;

import io.muster.keyspace.Command;
import io.muster.keyspace.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Commands that share a log entry, and those who wait for their outcomes.
final class WaitingPack {
    private final long number;
    private long bornNanos;
    private final List<Command> commands = new ArrayList<>();
    private final List<CompletableFuture<Outcome>> futures = new ArrayList<>();
    private int bytes;
    private long sentNanos;
    private boolean inFlight;

    WaitingPack(long number, long bornNanos) {
        this.number = number;
        this.bornNanos = bornNanos;
    }

    CompletableFuture<Outcome> add(Command command, int size) {
        if (commands.isEmpty()) {
            // Nobody has waited yet, however long the pack has been lying there.
            bornNanos = System.nanoTime();
        }
        CompletableFuture<Outcome> future = new CompletableFuture<>();
        commands.add(command);
        futures.add(future);
        bytes += size;
        return future;
    }

    void sent(long nowNanos) {
        sentNanos = nowNanos;
        inFlight = true;
    }

    /// It stands in nobody's way any longer, though it may still be applied; false when it did not before.
    boolean land() {
        boolean was = inFlight;
        inFlight = false;
        return was;
    }

    /// Answers everyone. Continuations run within.
    void complete(List<Outcome> outcomes) {
        for (int i = 0; i < futures.size(); i++) {
            futures.get(i).complete(outcomes.get(i));
        }
    }

    void fail(Outcome failure) {
        futures.forEach(future -> future.complete(failure));
    }

    long number() {
        return number;
    }

    long bornNanos() {
        return bornNanos;
    }

    long sentNanos() {
        return sentNanos;
    }

    boolean isInFlight() {
        return inFlight;
    }

    List<Command> commands() {
        return commands;
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    /// About how large it is.
    int bytes() {
        return bytes;
    }
}
