package io.muster.bench.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinearizabilityCheckTest {
    private static final long OPEN = Operation.OPEN;

    @Test
    void oneClientThatSeesWhatItWroteIsFine() {
        assertAccepted(
                set(1, 2, null, "a"), read(3, 4, "a"), swap(5, 6, "a", "b"), delete(7, 8, "b"), read(9, 10, null));
    }

    @Test
    void aReadBesideAWriteMaySeeEitherValue() {
        assertAccepted(set(1, 2, null, "a"), set(3, 9, "a", "b"), read(4, 5, "a"), read(6, 7, "b"));
    }

    @Test
    void aReadOfAnOverwrittenValueIsRefused() {
        assertRefused(read(5, 6, "a"), set(1, 2, null, "a"), set(3, 4, "a", "b"), read(5, 6, "a"));
    }

    @Test
    void aNewValueSeenAndThenAnOldOneIsRefused() {
        assertRefused(read(6, 7, "a"), set(1, 2, null, "a"), set(3, 9, "a", "b"), read(4, 5, "b"), read(6, 7, "a"));
    }

    @Test
    void aLostWriteIsRefused() {
        assertRefused(read(3, 4, null), set(1, 2, null, "a"), read(3, 4, null));
    }

    @Test
    void aValueNobodyWroteIsRefused() {
        assertRefused(read(1, 2, "a"), read(1, 2, "a"));
    }

    @Test
    void twoSwapsOfOneValueAreRefused() {
        assertRefused(swap(4, 7, "a", "c"), set(1, 2, null, "a"), swap(3, 6, "a", "b"), swap(4, 7, "a", "c"));
    }

    @Test
    void aValueThatComesBackAfterItsDeleteIsRefused() {
        assertRefused(read(5, 6, "a"), set(1, 2, null, "a"), delete(3, 4, "a"), read(5, 6, "a"));
    }

    @Test
    void aWriteSeenBeforeItWasSentIsRefused() {
        assertRefused(read(1, 2, "a"), read(1, 2, "a"), set(3, 4, null, "a"));
    }

    @Test
    void aWriteWithoutAnAnswerMayTakeEffectMuchLaterOrNever() {
        Operation lost = new Operation(1, "/k", 1, OPEN, new Effect.MaybeSet("a"));
        assertAccepted(lost, read(3, 4, null), set(5, 6, null, "b"), read(7, 8, "a"));
        assertAccepted(lost, read(3, 4, null), set(5, 6, null, "b"), read(7, 8, "b"));
    }

    @Test
    void aWriteWithoutAnAnswerTakesEffectOnce() {
        Operation lost = new Operation(1, "/k", 1, OPEN, new Effect.MaybeSet("a"));
        assertRefused(read(7, 8, "a"), lost, read(3, 4, "a"), set(5, 6, "a", "b"), read(7, 8, "a"));
    }

    @Test
    void aSwapWithoutAnAnswerNeedsTheValueItExpected() {
        Operation lost = new Operation(1, "/k", 3, OPEN, new Effect.MaybeSwap("a", "b"));
        assertAccepted(set(1, 2, null, "a"), lost, read(4, 5, "b"));
        assertRefused(read(6, 7, "b"), set(1, 2, null, "a"), set(2, 3, "a", "c"), lost, read(6, 7, "b"));
    }

    @Test
    void aDeleteWithoutAnAnswerExplainsOneDisappearance() {
        Operation lost = new Operation(1, "/k", 3, OPEN, new Effect.MaybeDelete());
        assertAccepted(set(1, 2, null, "a"), lost, read(4, 5, "a"), read(6, 7, null));
        assertRefused(
                read(10, 11, null),
                set(1, 2, null, "a"),
                lost,
                read(6, 7, null),
                set(8, 9, null, "b"),
                read(10, 11, null));
        assertRefused(read(3, 4, null), set(1, 2, null, "a"), read(3, 4, null), later(lost));
    }

    @Test
    void aSearchThatGrowsTooLargeDecidesNothing() {
        List<Operation> reads = new ArrayList<>(List.of(set(1, 2, null, "v0")));
        for (int i = 0; i < 20; i++) {
            reads.add(read(3, 100 + i, "v0"));
        }
        assertInstanceOf(Verdict.Undecided.class, LinearizabilityCheck.of(reads, 1_000));
    }

    @Test
    void whatOneRegisterAnswersIsAlwaysAcceptedAndAForgedReadNever() {
        for (int seed = 0; seed < 200; seed++) {
            List<Operation> history = registerHistory(new Random(seed));
            assertEquals(new Verdict.Linearizable(), LinearizabilityCheck.of(history), "seed " + seed);
            history.add(read(100_000, 100_001, "forged"));
            assertInstanceOf(Verdict.Violated.class, LinearizabilityCheck.of(history), "seed " + seed);
        }
    }

    // Each operation takes effect at a moment of its own, with its sending up to 30 before and its return up to 30
    // after.
    private static List<Operation> registerHistory(Random random) {
        List<Operation> history = new ArrayList<>();
        String value = null;
        for (int i = 0; i < 200; i++) {
            long moment = 100L + 10L * i;
            String next = random.nextInt(5) == 0 ? null : random.nextBoolean() ? value : "v" + i;
            long invoked = moment - random.nextInt(30);
            if (next == null || next.equals(value) || random.nextInt(6) > 0) {
                history.add(known(invoked, moment + random.nextInt(30), value, next));
            } else {
                history.add(new Operation(1, "/k", invoked, OPEN, new Effect.MaybeSet(next)));
            }
            value = next;
        }
        history.add(known(50_000, 50_001, value, "last"));
        return history;
    }

    private static void assertAccepted(Operation... operations) {
        assertEquals(new Verdict.Linearizable(), LinearizabilityCheck.of(List.of(operations)));
    }

    private static void assertRefused(Operation culprit, Operation... operations) {
        Verdict.Violated violated =
                assertInstanceOf(Verdict.Violated.class, LinearizabilityCheck.of(List.of(operations)));
        assertEquals(culprit, violated.culprit());
    }

    private static Operation set(long invoked, long returned, @Nullable String before, String value) {
        return known(invoked, returned, before, value);
    }

    private static Operation swap(long invoked, long returned, String before, String value) {
        return known(invoked, returned, before, value);
    }

    private static Operation delete(long invoked, long returned, String before) {
        return known(invoked, returned, before, null);
    }

    private static Operation read(long invoked, long returned, @Nullable String value) {
        return known(invoked, returned, value, value);
    }

    private static Operation known(long invoked, long returned, @Nullable String before, @Nullable String after) {
        return new Operation(1, "/k", invoked, returned, new Effect.Known(before, after, 0));
    }

    private static Operation later(Operation operation) {
        return new Operation(operation.client(), operation.key(), 100, operation.returned(), operation.effect());
    }
}
