package io.muster.bench.fuzz;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// How often each explanation was needed in a run: one that never is has no reason to stay.
final class Tally {
    private final Map<Explained, Integer> counts = new EnumMap<>(Explained.class);

    Tally() {
        for (Explained reason : Explained.values()) {
            counts.put(reason, 0);
        }
    }

    /// Whether something explains the difference; counts it if so.
    boolean explains(Difference difference) {
        Optional<Explained> reason = Explained.of(difference);
        reason.ifPresent(found -> counts.merge(found, 1, Integer::sum));
        return reason.isPresent();
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
