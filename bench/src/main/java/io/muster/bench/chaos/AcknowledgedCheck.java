package io.muster.bench.chaos;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Looks for every acknowledged write among the events that the watches told, and compares the order of indices with
/// the order of time across all keys.
final class AcknowledgedCheck {
    private AcknowledgedCheck() {}

    /// Adds to the violations what does not fit.
    ///
    /// @return how many writes no watch told of, because each was cut off for longer than the history reaches back
    static long of(List<Operation> acknowledged, WatchCheck watches, Violations violations) {
        Map<Long, Operation> byIndex = new HashMap<>();
        long untold = 0;
        for (Operation operation : acknowledged) {
            if (operation.effect() instanceof Effect.Known known && known.index() > 0) {
                Operation other = byIndex.put(known.index(), operation);
                if (other != null) {
                    violations.add("two writes were told the same index:\n  " + other + "\n  " + operation);
                }
                Optional<WatchedEvent> event = watches.at(known.index());
                if (event.isEmpty() && watches.isSilent(known.index())) {
                    violations.add("acknowledged, but every watch went past its index: " + operation);
                } else if (event.isEmpty()) {
                    untold++;
                } else if (!event.get().key().equals(operation.key())
                        || !Objects.equals(event.get().value(), known.after())) {
                    violations.add("acknowledged: " + operation + "\n  but the event of that index is "
                            + event.get().text());
                }
            }
        }
        checkOrder(List.copyOf(byIndex.values()), violations);
        return untold;
    }

    // What was sent after another had returned must have the larger index.
    private static void checkOrder(List<Operation> writes, Violations violations) {
        Deque<Operation> byReturn = new ArrayDeque<>(writes.stream()
                .sorted(Comparator.comparingLong(Operation::returned))
                .toList());
        long highest = 0;
        for (Operation write : writes.stream()
                .sorted(Comparator.comparingLong(Operation::invoked))
                .toList()) {
            while (!byReturn.isEmpty() && byReturn.getFirst().returned() < write.invoked()) {
                highest = Math.max(highest, index(byReturn.removeFirst()));
            }
            if (index(write) <= highest) {
                violations.add("index " + highest + " had been told before this was sent: " + write);
            }
        }
    }

    private static long index(Operation write) {
        return write.effect() instanceof Effect.Known known ? known.index() : 0;
    }
}
