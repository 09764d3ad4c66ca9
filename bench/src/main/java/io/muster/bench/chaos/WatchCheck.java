package io.muster.bench.chaos;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Compares what the watches of all members tell: one event for each index, the same on every member, one after the
/// other. Every write below the watched folder takes the next index, so a missing index is a missing event; only a
/// change of the members takes one without an event, which then no watch tells. Any thread may call it.
final class WatchCheck {
    private final Violations violations;
    private final Map<Long, WatchedEvent> events = new ConcurrentHashMap<>();
    private final Map<Long, String> missed = new ConcurrentHashMap<>();
    private final LongAdder silent = new LongAdder();
    private final LongAdder told = new LongAdder();
    private final LongAdder reconnects = new LongAdder();
    private final LongAdder overruns = new LongAdder();

    WatchCheck(Violations violations) {
        this.violations = violations;
    }

    /// A watch tells an event.
    ///
    /// @param previous the index before it on the same connection
    void saw(String member, long previous, WatchedEvent event) {
        told.increment();
        if (event.index() <= previous || (event.index() > previous + 1 && silent.sum() == 0)) {
            String what = event.index() <= previous ? "a duplicate or out of order" : "a gap";
            violations.add(
                    what + " in the watch of " + member + ": after index " + previous + " comes " + event.text());
        } else {
            for (long index = previous + 1; index < event.index(); index++) {
                missed.put(index, member);
            }
        }
        WatchedEvent known = events.putIfAbsent(event.index(), event);
        if (known != null && !known.text().equals(event.text())) {
            violations.add("two events at index " + event.index() + ":\n  " + known.text() + "\n  " + member + ": "
                    + event.text());
        }
    }

    /// From now on the members may take so many more indices without an event, at most.
    void expectSilent(int indices) {
        silent.add(indices);
    }

    /// Whether a watch went past an index and none told of it.
    boolean isSilent(long index) {
        return missed.containsKey(index) && !events.containsKey(index);
    }

    /// Judges the indices that a watch went past, once all is told.
    void judgeSilence() {
        missed.forEach((index, member) -> {
            if (events.containsKey(index)) {
                violations.add("a gap in the watch of " + member + ": it told nothing of "
                        + events.get(index).text());
            }
        });
        long unseen = missed.keySet().stream().filter(this::isSilent).count();
        if (unseen > silent.sum()) {
            violations.add(unseen + " indices without an event, but the members account for " + silent.sum());
        }
    }

    /// A watch comes back after its connection broke.
    void reconnected() {
        reconnects.increment();
    }

    /// The member's history did not reach back to what this watch had not seen yet (error 401).
    void overrun() {
        overruns.increment();
    }

    /// What happened at an index, as far as any watch told.
    Optional<WatchedEvent> at(long index) {
        return Optional.ofNullable(events.get(index));
    }

    String counts() {
        return told.sum() + " events told, " + events.size() + " different; " + reconnects.sum() + " reconnects, "
                + overruns.sum() + " of them too late for the history (401)";
    }
}
