package io.muster.bench.chaos;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The counts of a run and what they mean.
///
/// @param kinds every kind of fault the run was to bring
/// @param lasting whether faults last, so that enough operations must meet one
record Report(Set<String> kinds, boolean lasting, Tally tally, History history, Violations violations) {
    private static final long ENOUGH_MET = 1_000;
    private static final int ENOUGH_SHARE = 5;

    /// Why the run proves nothing, whatever it found; empty when it counts.
    List<String> shortcomings() {
        List<String> reasons = new ArrayList<>();
        for (String kind : kinds) {
            if (tally.struck().getOrDefault(kind, 0) == 0) {
                reasons.add("no fault of the kind " + kind + " took");
            }
        }
        if (!lasting) {
            return reasons;
        }
        if (tally.met() < ENOUGH_MET) {
            reasons.add("only " + tally.met() + " acknowledged operations met a fault, not " + ENOUGH_MET);
        }
        if (tally.met() * ENOUGH_SHARE < tally.acknowledged()) {
            reasons.add("only " + tally.met() + " of " + tally.acknowledged() + " met a fault, less than a fifth");
        }
        return reasons;
    }

    /// Prints everything and returns the exit code: 0 for a sound run, 1 for violations, 2 for a run that does not
    /// count.
    int print(PrintStream out) {
        out.printf("%-24s %6s %28s%n", "fault", "struck", "acknowledged operations");
        for (String kind : kinds) {
            out.printf("%-24s %6d %28d%n", kind, tally.struck().getOrDefault(kind, 0), tally.met(kind));
        }
        out.printf(
                "%d operations acknowledged, %d of them (%d %%) met a fault; %d without an answer%n",
                tally.acknowledged(),
                tally.met(),
                100 * tally.met() / Math.max(1, tally.acknowledged()),
                history.unknown());
        violations.texts().forEach(text -> out.println("VIOLATION: " + text));
        List<String> shortcomings = shortcomings();
        shortcomings.forEach(reason -> out.println("this run does not count: " + reason));
        out.println(violations.count() + " violations");
        if (violations.count() > 0) {
            return 1;
        }
        return shortcomings.isEmpty() ? 0 : 2;
    }
}
