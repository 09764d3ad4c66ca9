package io.muster.keyspace.store;

import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.Action;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// Counts what is asked of a store. Any thread may count and look, without a lock.
final class Tally {
    private final Map<Action, LongAdder> succeeded = adders();
    private final Map<Action, LongAdder> failed = adders();
    private final LongAdder recursiveReads = new LongAdder();
    private final LongAdder recursiveReadsFailed = new LongAdder();
    private final LongAdder watchRequests = new LongAdder();

    /// Counts one read, and hands its outcome on.
    Outcome countRead(boolean recursive, Outcome outcome) {
        if (recursive) {
            (outcome instanceof Event ? recursiveReads : recursiveReadsFailed).increment();
        }
        return count(Action.GET, outcome);
    }

    void countWatch() {
        watchRequests.increment();
    }

    /// Counts one operation, and hands its outcome on.
    Outcome count(Action asked, Outcome outcome) {
        Map<Action, LongAdder> counted =
                switch (outcome) {
                    case Event _ -> succeeded;
                    case Failure _ -> failed;
                    case AccessOutcome _, MembershipOutcome _ ->
                        throw new IllegalArgumentException("not counted: " + outcome);
                };
        Objects.requireNonNull(counted.get(asked)).increment();
        return outcome;
    }

    Counts counts(int watches) {
        return new Counts(
                sums(succeeded),
                sums(failed),
                recursiveReads.sum(),
                recursiveReadsFailed.sum(),
                watchRequests.sum(),
                watches);
    }

    private static Map<Action, LongAdder> adders() {
        Map<Action, LongAdder> adders = new EnumMap<>(Action.class);
        for (Action action : Action.values()) {
            adders.put(action, new LongAdder());
        }
        return adders;
    }

    private static Map<Action, Long> sums(Map<Action, LongAdder> adders) {
        Map<Action, Long> sums = new EnumMap<>(Action.class);
        adders.forEach((action, adder) -> sums.put(action, adder.sum()));
        return sums;
    }
}
