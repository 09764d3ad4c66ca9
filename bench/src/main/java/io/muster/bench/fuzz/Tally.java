package io.muster.bench.fuzz;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// How often each explanation was needed in a run: one that never is has no reason to stay. May be used from any
/// thread.
final class Tally {
    private final Map<Explained, Integer> counts = new EnumMap<>(Explained.class);

    Tally() {
        for (Explained reason : Explained.values()) {
            counts.put(reason, 0);
        }
    }

    /// Counts what explains the differences; returns each reason once.
    synchronized Set<Explained> count(List<Difference> differences) {
        Set<Explained> needed = EnumSet.noneOf(Explained.class);
        for (Difference difference : differences) {
            Explained.of(difference, Explained.all()).ifPresent(reason -> {
                needed.add(reason);
                counts.merge(reason, 1, Integer::sum);
            });
        }
        return needed;
    }

    @Override
    public synchronized String toString() {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }
}
