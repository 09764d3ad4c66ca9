package io.muster.keyspace.server.raft;

import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The linearizable reads of this member's clients. All that wait at the same time share one question to the leader;
/// those that come after it was asked wait for the next one, since its answer may be older than they are.
final class ReadQueue {
    /// Asks the leader.
    interface Courier {
        /// Whether somebody could be asked now.
        boolean hasLeader();

        /// Asks which index must be applied before a read that has begun may be answered. Calls [#indexIs] or
        /// [#refused] with that number, if the answer is not lost.
        void ask(long number);
    }

    private record Waiting(Read read, long bornNanos, CompletableFuture<Outcome> future) {}

    private static final long NOT_KNOWN = Long.MAX_VALUE;

    private final Courier courier;
    private final Function<Read, Outcome> reader;
    private final long patienceNanos;
    private final long electionNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Waiting> waiting = new ArrayList<>();
    private List<Waiting> asking = new ArrayList<>();
    private long number;
    private long askedNanos;
    private long appliedIndex;
    private long neededIndex = NOT_KNOWN;
    private long failed;
    private boolean underWay;
    private boolean closed;

    /// @param reader reads what is applied here
    /// @param patienceNanos how long an answer is waited for
    /// @param electionNanos how long before the question is asked again
    ReadQueue(Courier courier, Function<Read, Outcome> reader, long patienceNanos, long electionNanos) {
        this.courier = courier;
        this.reader = reader;
        this.patienceNanos = patienceNanos;
        this.electionNanos = electionNanos;
    }

    CompletableFuture<Outcome> submit(Read read) {
        CompletableFuture<Outcome> future = new CompletableFuture<>();
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.completedFuture(Failures.STOPPED);
            }
            waiting.add(new Waiting(read, System.nanoTime(), future));
        } finally {
            lock.unlock();
        }
        askIfIdle();
        return future;
    }

    /// Whoever asked `number` may answer once `index` is applied.
    void indexIs(long answered, long index) {
        List<Waiting> ready;
        lock.lock();
        try {
            if (!underWay || answered != number) {
                return;
            }
            neededIndex = index;
            ready = takeReady();
        } finally {
            lock.unlock();
        }
        answer(ready);
    }

    /// Whoever was asked could not tell; somebody will be asked again, though not at once.
    void refused(long answered) {
        lock.lock();
        try {
            if (underWay && answered == number && neededIndex == NOT_KNOWN) {
                askedNanos = System.nanoTime() - electionNanos;
            }
        } finally {
            lock.unlock();
        }
    }

    /// There may be another leader: the last one's answer need not be waited for.
    void leaderChanged() {
        lock.lock();
        try {
            refused(number);
        } finally {
            lock.unlock();
        }
        tick();
    }

    /// Everything up to this Raft index is applied here.
    void applied(long index) {
        List<Waiting> ready;
        lock.lock();
        try {
            appliedIndex = index;
            if (!underWay || index < neededIndex) {
                return;
            }
            ready = takeReady();
        } finally {
            lock.unlock();
        }
        answer(ready);
    }

    /// Asks again where no answer came, because it was refused or lost, or because there is another leader.
    void tick() {
        List<Waiting> late = new ArrayList<>();
        lock.lock();
        try {
            long now = System.nanoTime();
            boolean lost = underWay && neededIndex == NOT_KNOWN && now - askedNanos >= electionNanos;
            if (lost) {
                asking.addAll(waiting);
                waiting = asking;
                asking = new ArrayList<>();
                underWay = false;
            }
            takeLate(waiting, now, late);
            takeLate(asking, now, late);
            failed += late.size();
        } finally {
            lock.unlock();
        }
        late.forEach(read -> read.future().complete(Failures.TIMED_OUT));
        askIfIdle();
    }

    /// How many reads got no answer in time.
    long failed() {
        lock.lock();
        try {
            return failed;
        } finally {
            lock.unlock();
        }
    }

    /// Fails all who wait, and all who come.
    void close() {
        List<Waiting> left = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            left.addAll(waiting);
            left.addAll(asking);
            waiting = new ArrayList<>();
            asking = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        left.forEach(read -> read.future().complete(Failures.STOPPED));
    }

    private void askIfIdle() {
        long asked;
        lock.lock();
        try {
            if (underWay || waiting.isEmpty() || !courier.hasLeader()) {
                return;
            }
            asking = waiting;
            waiting = new ArrayList<>();
            neededIndex = NOT_KNOWN;
            underWay = true;
            askedNanos = System.nanoTime();
            asked = ++number;
        } finally {
            lock.unlock();
        }
        courier.ask(asked);
    }

    private List<Waiting> takeReady() {
        if (appliedIndex < neededIndex) {
            return List.of();
        }
        List<Waiting> ready = asking;
        asking = new ArrayList<>();
        neededIndex = NOT_KNOWN;
        underWay = false;
        return ready;
    }

    private void answer(List<Waiting> ready) {
        if (!ready.isEmpty()) {
            askIfIdle();
            ready.forEach(read -> read.future().complete(reader.apply(read.read())));
        }
    }

    private void takeLate(List<Waiting> from, long now, List<Waiting> late) {
        from.removeIf(read -> {
            boolean isLate = now - read.bornNanos() > patienceNanos;
            if (isLate) {
                late.add(read);
            }
            return isLate;
        });
    }
}
