package io.muster.bench.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Searches for an order of one key's operations that explains every answer: each takes effect at one moment between
/// its sending and its return.
///
/// This is the search of Wing and Gong with the memory that Lowe gave it, run forward in time: at each return, every
/// way of having put the pending operations in order so far is one [Way]; ways that came to the same are one. Those in
/// which the returning operation cannot have taken effect are dropped, and when none is left there is no order.
/// Keys are independent of each other, so each is searched alone (locality).
final class LinearizabilityCheck {
    private static final int WAYS_MAX = 200_000;
    private static final int STORY_LENGTH = 25;

    /// One way in which things can have gone so far.
    ///
    /// @param value of the key now
    /// @param done which of the pending operations have taken effect already
    private record Way(@Nullable String value, Set<Operation> done) {
        Way after(Operation operation, @Nullable String next) {
            Set<Operation> more = new HashSet<>(done);
            more.add(operation);
            return new Way(next, more);
        }

        Way without(Operation returned) {
            Set<Operation> less = new HashSet<>(done);
            less.remove(returned);
            return new Way(value, less);
        }
    }

    private record Moment(long time, boolean isReturn, Operation operation) {}

    private final List<Operation> pending = new ArrayList<>();
    private final int waysMax;
    private int openDeletes;

    // Each way with the number of open deletes it took; fewer is never worse, as one is as good as another.
    private Map<Way, Integer> ways = new HashMap<>(Map.of(new Way(null, Set.of()), 0));

    private LinearizabilityCheck(int waysMax) {
        this.waysMax = waysMax;
    }

    /// Judges the operations of one key, which did not exist at first.
    static Verdict of(List<Operation> operations) {
        return of(operations, WAYS_MAX);
    }

    static Verdict of(List<Operation> operations, int waysMax) {
        return new LinearizabilityCheck(waysMax).search(OpenOutcomes.bound(operations));
    }

    private Verdict search(List<Operation> operations) {
        List<Moment> moments = new ArrayList<>();
        for (Operation operation : operations) {
            moments.add(new Moment(operation.invoked(), false, operation));
            if (!operation.isOpen()) {
                moments.add(new Moment(operation.returned(), true, operation));
            }
        }
        // Sent and returned at the same moment counts as at the same time; and what was found returns before the write
        // that its finder bounds, as the finder is what a reader of the story looks for.
        moments.sort(Comparator.comparingLong(Moment::time)
                .thenComparing(Moment::isReturn)
                .thenComparing(moment -> !(moment.operation().effect() instanceof Effect.Known)));
        Deque<Operation> told = new ArrayDeque<>();
        for (Moment moment : moments) {
            Operation operation = moment.operation();
            if (moment.isReturn()) {
                Map<Way, Integer> before = ways;
                if (!follow(operation)) {
                    return new Verdict.Undecided("more than " + waysMax + " ways to explain " + operation);
                }
                if (ways.isEmpty()) {
                    return new Verdict.Violated(operation, story(operation, before, told));
                }
                pending.remove(operation);
                told.addLast(operation);
                if (told.size() > STORY_LENGTH) {
                    told.removeFirst();
                }
            } else if (operation.effect() instanceof Effect.MaybeDelete) {
                openDeletes++;
            } else {
                pending.add(operation);
            }
        }
        return new Verdict.Linearizable();
    }

    // Goes on along every way until the returning operation has taken effect; false when there are too many.
    private boolean follow(Operation returning) {
        Map<Way, Integer> arrived = new HashMap<>();
        Map<Way, Integer> seen = new HashMap<>(ways);
        Deque<Way> left = new ArrayDeque<>(ways.keySet());
        while (!left.isEmpty()) {
            Way way = left.removeLast();
            int deletes = Objects.requireNonNull(seen.get(way));
            if (way.done().contains(returning)) {
                arrived.merge(way.without(returning), deletes, Math::min);
                continue;
            }
            for (Operation next : pending) {
                if (!way.done().contains(next) && isPossible(next.effect(), way.value())) {
                    visit(way.after(next, after(next.effect())), deletes, seen, left);
                }
            }
            if (way.value() != null && deletes < openDeletes) {
                visit(new Way(null, way.done()), deletes + 1, seen, left);
            }
            if (seen.size() > waysMax) {
                return false;
            }
        }
        ways = arrived;
        return true;
    }

    private static void visit(Way way, int deletes, Map<Way, Integer> seen, Deque<Way> left) {
        Integer known = seen.get(way);
        if (known == null || deletes < known) {
            seen.put(way, deletes);
            left.addLast(way);
        }
    }

    private static boolean isPossible(Effect effect, @Nullable String value) {
        return switch (effect) {
            case Effect.Known known -> Objects.equals(known.before(), value);
            case Effect.MaybeSwap swap -> swap.expected().equals(value);
            case Effect.MaybeSet _, Effect.MaybeDelete _ -> true;
        };
    }

    private static @Nullable String after(Effect effect) {
        return switch (effect) {
            case Effect.Known known -> known.after();
            case Effect.MaybeSet set -> set.value();
            case Effect.MaybeSwap swap -> swap.value();
            case Effect.MaybeDelete _ -> null;
        };
    }

    private String story(Operation culprit, Map<Way, Integer> before, Deque<Operation> told) {
        String values = before.keySet().stream()
                .map(way -> String.valueOf(way.value()))
                .distinct()
                .collect(Collectors.joining(", "));
        return "no order explains " + culprit + "\n  possible values before it: " + values + "\n  pending then:\n"
                + lines(pending) + "  returned before, the last ones:\n" + lines(told);
    }

    private static String lines(Iterable<Operation> operations) {
        StringBuilder text = new StringBuilder();
        operations.forEach(operation -> text.append("    ").append(operation).append('\n'));
        return text.toString();
    }
}
