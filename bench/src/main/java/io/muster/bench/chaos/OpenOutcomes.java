package io.muster.bench.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Bounds what operations without an answer may have done, so that they do not multiply the search.
///
/// No value is written twice, and every acknowledged operation tells the value it found. So a write without an answer
/// whose value somebody found took effect before that one returned; and one whose value nobody found did not take
/// effect as far as anybody can tell: whatever followed it directly was itself without an answer, and leads to the same
/// state without it. Deletes leave no value behind and stay open.
final class OpenOutcomes {
    private OpenOutcomes() {}

    /// The operations of one key that matter, each with the latest time at which it can have taken effect.
    static List<Operation> bound(List<Operation> operations) {
        Map<String, Long> found = new HashMap<>();
        for (Operation operation : operations) {
            if (operation.effect() instanceof Effect.Known known && known.before() != null) {
                found.merge(known.before(), operation.returned(), Math::min);
            }
        }
        List<Operation> bounded = new ArrayList<>();
        for (Operation operation : operations) {
            switch (operation.effect()) {
                case Effect.Known _, Effect.MaybeDelete _ -> bounded.add(operation);
                case Effect.MaybeSet set -> addIfFound(operation, found.get(set.value()), bounded);
                case Effect.MaybeSwap swap -> addIfFound(operation, found.get(swap.value()), bounded);
            }
        }
        return bounded;
    }

    private static void addIfFound(Operation operation, @Nullable Long returned, List<Operation> bounded) {
        if (returned != null) {
            bounded.add(operation.returnedBy(returned));
        }
    }
}
