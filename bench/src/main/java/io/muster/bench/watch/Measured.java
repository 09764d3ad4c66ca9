package io.muster.bench.watch;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/// What one server showed under one crowd.
///
/// @param opened until the last watch was registered
/// @param residentPerWatch bytes of resident memory, as the process stood, for each watch
/// @param heapPerWatch bytes that a collection leaves, for each watch; empty where there is no such heap
/// @param wakes from one write to the last watch told, sorted
/// @param processorMillis processor time of the server for waking all and, with polls, taking them in again
/// @param writes unrelated writes while all watch, sorted
/// @param released until the server knew of no watch and had closed its files, after the crowd had left
record Measured(
        Duration opened,
        double residentPerWatch,
        OptionalDouble heapPerWatch,
        List<Duration> wakes,
        double processorMillis,
        List<Duration> writes,
        Duration released) {
    Measured {
        wakes = List.copyOf(wakes);
        writes = List.copyOf(writes);
    }

    Duration medianWake() {
        return wakes.get(wakes.size() / 2);
    }

    Duration medianWrite() {
        return writes.get(writes.size() / 2);
    }

    Duration worstWrites() {
        return writes.get(writes.size() * 99 / 100);
    }
}
