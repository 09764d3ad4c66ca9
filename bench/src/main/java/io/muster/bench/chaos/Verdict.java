package io.muster.bench.chaos;

/// What a check says about the operations of one key.
sealed interface Verdict {
    /// There is an order that explains them.
    record Linearizable() implements Verdict {}

    /// There is none: `culprit` is the first to return that no order can explain.
    record Violated(Operation culprit, String story) implements Verdict {}

    /// The search was given up; that proves nothing, and so counts as a failure.
    record Undecided(String reason) implements Verdict {}
}
