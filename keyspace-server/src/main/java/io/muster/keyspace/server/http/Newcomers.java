package io.muster.keyspace.server.http;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// What there is to do for connections on which no second request has come yet. It is done in small lots, and between
/// two lots the selector looks after everybody else: a crowd that comes, waits or goes away all at once costs those who
/// ask again and again a lot at a time, and not all of it.
///
/// For the thread of one selector.
final class Newcomers {
    /// As long as nobody would notice.
    static final long LOT_NANOS = 500_000;

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Consumer<Runnable> afterTheOthers;
    private final LongSupplier nanos;
    private boolean aLotIsDue;

    /// @param afterTheOthers runs a task on the same thread when everybody else has been looked after
    Newcomers(Consumer<Runnable> afterTheOthers, LongSupplier nanos) {
        this.afterTheOthers = afterTheOthers;
        this.nanos = nanos;
    }

    /// Will run a task that does not block.
    void add(Runnable task) {
        waiting.add(task);
        goOn();
    }

    private void goOn() {
        if (!aLotIsDue && !waiting.isEmpty()) {
            aLotIsDue = true;
            afterTheOthers.accept(this::serveALot);
        }
    }

    private void serveALot() {
        aLotIsDue = false;
        long begun = nanos.getAsLong();
        try {
            for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
                task.run();
                if (nanos.getAsLong() - begun >= LOT_NANOS) {
                    return;
                }
            }
        } finally {
            goOn();
        }
    }
}
