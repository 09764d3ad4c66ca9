package io.muster.bench.chaos;

import org.jspecify.annotations.Nullable;

/// What an operation did to its key, as far as its client knows. A null value stands for "there is no such key".
sealed interface Effect {
    /// The answer came: it tells the value before, and so the one after. A read leaves it as it is, and so does a write
    /// that was refused for what it found.
    ///
    /// @param index the index of the event it made; 0 when it made none
    record Known(@Nullable String before, @Nullable String after, long index) implements Effect {}

    /// A set without an answer: done at any time since, or never.
    record MaybeSet(String value) implements Effect {}

    /// A compare-and-swap without an answer.
    record MaybeSwap(String expected, String value) implements Effect {}

    /// A delete without an answer.
    record MaybeDelete() implements Effect {}
}
