package io.muster.keyspace.server.raft;

import io.muster.keyspace.Command;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts the commands of this member's clients into packs, and the packs on their way to the log.
///
/// A pack leaves as soon as fewer than a few are on their way, and never because of a timer: a lone client pays
/// nothing, and a crowd fills the next pack while those before it are being agreed on. A pack's outcome is whatever
/// applying it here comes to, on whichever member it was proposed. Whoever gets no outcome in time is told so, and the
/// pack is not sent again unless it is certain that the log does not have it.
final class WriteQueue {
    private static final int PACK_BYTES = 64 << 10;
    private static final int PACKS_IN_FLIGHT = 2;
    private static final int FULL_PACKS_IN_FLIGHT = 64;
    private static final long WAITING_BYTES_MAX = 32 << 20;
    private static final int COMMAND_OVERHEAD = 32;

    /// Takes packs to the leader.
    interface Courier {
        /// Whether a pack could be sent now.
        boolean hasLeader();

        /// Sends a pack. Calls [#refused] when it is certain that the log does not have it, [#applied] once it does.
        void send(WaitingPack pack);
    }

    private final Courier courier;
    private final long patienceNanos;
    private final long electionNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<WaitingPack> full = new ArrayDeque<>();
    private final Map<Long, WaitingPack> sent = new HashMap<>();
    private WaitingPack open;
    private long nextNumber = ThreadLocalRandom.current().nextLong() >>> 1;
    private long waitingBytes;
    private int inFlight;
    private long failed;
    private boolean paused;
    private @Nullable Failure closed;

    /// @param patienceNanos how long an outcome is waited for
    /// @param electionNanos how long a pack on its way holds others up at most
    WriteQueue(Courier courier, long patienceNanos, long electionNanos) {
        this.courier = courier;
        this.patienceNanos = patienceNanos;
        this.electionNanos = electionNanos;
        this.open = newPack();
    }

    CompletableFuture<Outcome> submit(Command command) {
        int size = COMMAND_OVERHEAD + sizeOf(command);
        CompletableFuture<Outcome> future;
        WaitingPack ready;
        lock.lock();
        try {
            if (closed != null) {
                return CompletableFuture.completedFuture(closed);
            }
            if (waitingBytes + size > WAITING_BYTES_MAX) {
                return CompletableFuture.completedFuture(Failures.TOO_MANY_REQUESTS);
            }
            waitingBytes += size;
            future = open.add(command, size);
            if (open.bytes() >= PACK_BYTES) {
                full.add(open);
                open = newPack();
            }
            ready = takeReady();
        } finally {
            lock.unlock();
        }
        if (ready != null) {
            courier.send(ready);
        }
        return future;
    }

    /// A pack of this member is applied. Sends what waited for that before it answers anyone.
    void applied(long number, List<Outcome> outcomes) {
        WaitingPack pack;
        WaitingPack ready;
        lock.lock();
        try {
            pack = sent.remove(number);
            if (pack == null) {
                return;
            }
            landed(pack);
            waitingBytes -= pack.bytes();
            ready = takeReady();
        } finally {
            lock.unlock();
        }
        if (ready != null) {
            courier.send(ready);
        }
        pack.complete(outcomes);
    }

    /// A pack was not taken, for certain: it will be sent again, though not at once.
    void refused(long number) {
        lock.lock();
        try {
            WaitingPack pack = sent.remove(number);
            if (pack != null) {
                landed(pack);
                full.addFirst(pack);
                paused = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /// A pack was not taken, for certain, and shall not be sent again.
    void failed(long number, Failure failure) {
        WaitingPack pack;
        lock.lock();
        try {
            pack = sent.remove(number);
            if (pack == null) {
                return;
            }
            landed(pack);
            waitingBytes -= pack.bytes();
        } finally {
            lock.unlock();
        }
        pack.fail(failure);
    }

    /// There may be another leader: packs on their way to the last one need not be waited for.
    void leaderChanged() {
        lock.lock();
        try {
            sent.values().forEach(this::landed);
        } finally {
            lock.unlock();
        }
        resume();
    }

    /// Looks after what has waited long; to be called often.
    void tick() {
        long now = System.nanoTime();
        List<WaitingPack> late = new ArrayList<>();
        lock.lock();
        try {
            if (!open.isEmpty() && now - open.bornNanos() > patienceNanos / 16) {
                // Those who come now may wait longer than those in it.
                full.add(open);
                open = newPack();
            }
            while (!full.isEmpty() && now - full.peek().bornNanos() > patienceNanos) {
                late.add(full.remove());
            }
            for (Iterator<WaitingPack> packs = sent.values().iterator(); packs.hasNext(); ) {
                WaitingPack pack = packs.next();
                if (now - pack.bornNanos() > patienceNanos) {
                    packs.remove();
                    late.add(pack);
                }
                if (pack.isInFlight() && now - pack.sentNanos() > electionNanos) {
                    landed(pack);
                }
            }
            for (WaitingPack pack : late) {
                waitingBytes -= pack.bytes();
                failed += pack.commands().size();
            }
        } finally {
            lock.unlock();
        }
        late.forEach(pack -> pack.fail(Failures.TIMED_OUT));
        resume();
    }

    /// How many commands wait for their outcome.
    int pending() {
        lock.lock();
        try {
            return open.commands().size()
                    + Stream.concat(full.stream(), sent.values().stream())
                            .mapToInt(pack -> pack.commands().size())
                            .sum();
        } finally {
            lock.unlock();
        }
    }

    /// How many commands got no outcome in time.
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
        List<WaitingPack> left = new ArrayList<>();
        lock.lock();
        try {
            closed = Failures.STOPPED;
            left.addAll(sent.values());
            left.addAll(full);
            left.add(open);
            sent.clear();
            full.clear();
            open = newPack();
        } finally {
            lock.unlock();
        }
        left.forEach(pack -> pack.fail(Failures.STOPPED));
    }

    private void resume() {
        lock.lock();
        try {
            paused = false;
        } finally {
            lock.unlock();
        }
        for (WaitingPack ready = lockedTakeReady(); ready != null; ready = lockedTakeReady()) {
            courier.send(ready);
        }
    }

    private @Nullable WaitingPack lockedTakeReady() {
        lock.lock();
        try {
            return takeReady();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable WaitingPack takeReady() {
        int limit = full.isEmpty() ? PACKS_IN_FLIGHT : FULL_PACKS_IN_FLIGHT;
        if (paused || inFlight >= limit || (full.isEmpty() && open.isEmpty()) || !courier.hasLeader()) {
            return null;
        }
        WaitingPack ready = full.poll();
        if (ready == null) {
            ready = open;
            open = newPack();
        }
        ready.sent(System.nanoTime());
        inFlight++;
        sent.put(ready.number(), ready);
        return ready;
    }

    private void landed(WaitingPack pack) {
        if (pack.land()) {
            inFlight--;
        }
    }

    private WaitingPack newPack() {
        return new WaitingPack(nextNumber++, System.nanoTime());
    }

    private static int sizeOf(Command command) {
        return switch (command) {
            case Command.Create c -> c.key().path().length() + c.value().length();
            case Command.CreateInOrder c ->
                c.directory().path().length() + c.value().length();
            case Command.Set c -> c.key().path().length() + c.value().length();
            case Command.Update c -> c.key().path().length() + c.value().length();
            case Command.CompareAndSwap c ->
                c.key().path().length()
                        + c.value().length()
                        + c.condition().prevValue().length();
            case Command.Delete c -> c.key().path().length();
            case Command.CompareAndDelete c ->
                c.key().path().length() + c.condition().prevValue().length();
            case Command.Expire _ -> 0;
            case Command.PublishMember _, Command.ChangeAccess _, Command.ChangeMembers _ -> 256;
        };
    }
}
