package io.muster.bench.chaos;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Counts faults, and operations that met one. One thread brings the faults, any thread counts operations.
final class Tally {
    private final Map<String, Integer> struck = new TreeMap<>();
    private final ConcurrentMap<String, LongAdder> met = new ConcurrentHashMap<>();
    private final LongAdder acknowledged = new LongAdder();
    private volatile @Nullable String active;

    void begin(String fault) {
        active = fault;
    }

    /// The fault is over.
    ///
    /// @param took whether it did what it was meant to
    void end(String fault, boolean took) {
        active = null;
        struck.merge(fault, took ? 1 : 0, Integer::sum);
    }

    /// What is wrong now.
    @Nullable
    String active() {
        return active;
    }

    /// An acknowledged operation, with what was wrong when it was sent.
    void acknowledge(@Nullable String before) {
        acknowledged.increment();
        String fault = before != null ? before : active;
        if (fault != null) {
            met.computeIfAbsent(fault, _ -> new LongAdder()).increment();
        }
    }

    /// How often each kind of fault took.
    Map<String, Integer> struck() {
        return struck;
    }

    long acknowledged() {
        return acknowledged.sum();
    }

    /// Acknowledged operations that met this fault.
    long met(String fault) {
        LongAdder count = met.get(fault);
        return count == null ? 0 : count.sum();
    }

    /// Acknowledged operations that met any.
    long met() {
        return met.values().stream().mapToLong(LongAdder::sum).sum();
    }
}
