package io.muster.bench.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchCheckTest {
    private final Violations violations = new Violations();
    private final WatchCheck watches = new WatchCheck(violations);

    @Test
    void theSameEventsInOrderOnEveryMemberAreFine() throws IOException {
        for (String member : List.of("a", "b")) {
            watches.saw(member, 4, event(5, "x"));
            watches.saw(member, 5, event(6, "y"));
        }
        assertEquals(0, violations.count());
    }

    @Test
    void aMissingEventIsFound() throws IOException {
        watches.saw("a", 4, event(6, "x"));
        assertTrue(violations.texts().getFirst().startsWith("a gap in the watch of a"), violations.texts()::toString);
    }

    /// A change of the members takes an index and is no event.
    @Test
    void onlyAsManyIndicesAreWithoutAnEventAsTheMembersAccountFor() throws IOException {
        watches.expectSilent(1);
        watches.saw("a", 4, event(6, "x"));
        watches.judgeSilence();
        assertEquals(0, violations.count());
        watches.saw("a", 6, event(8, "y"));
        watches.judgeSilence();
        assertTrue(violations.texts().getLast().startsWith("2 indices without an event"), violations.texts()::toString);
    }

    @Test
    void whatOnlyOneWatchMissesIsFoundAmongChangesOfMembers() throws IOException {
        watches.expectSilent(5);
        watches.saw("a", 4, event(6, "x"));
        watches.saw("b", 4, event(5, "lost"));
        watches.judgeSilence();
        assertTrue(violations.texts().getFirst().startsWith("a gap in the watch of a"), violations.texts()::toString);
    }

    @Test
    void anAcknowledgedWriteThatNoWatchToldIsFoundAmongChangesOfMembers() throws IOException {
        watches.expectSilent(5);
        watches.saw("a", 4, event(6, "x"));
        AcknowledgedCheck.of(List.of(write(1, 2, "lost", 5)), watches, violations);
        assertTrue(violations.texts().getFirst().startsWith("acknowledged, but"), violations.texts()::toString);
    }

    @Test
    void anEventToldTwiceIsFound() throws IOException {
        watches.saw("a", 4, event(5, "x"));
        watches.saw("a", 5, event(5, "x"));
        assertTrue(violations.texts().getFirst().startsWith("a duplicate"), violations.texts()::toString);
    }

    @Test
    void membersThatTellDifferentThingsAreFound() throws IOException {
        watches.saw("a", 4, event(5, "x"));
        watches.saw("b", 4, event(5, "y"));
        assertTrue(violations.texts().getFirst().startsWith("two events at index 5"), violations.texts()::toString);
    }

    @Test
    void whatIsLeftOfATimeToLiveMayDiffer() throws IOException {
        watches.saw("a", 4, WatchedEvent.parse(line(5, "x", ",\"ttl\":3")));
        watches.saw("b", 4, WatchedEvent.parse(line(5, "x", ",\"ttl\":2")));
        assertEquals(0, violations.count());
    }

    @Test
    void anAcknowledgedWriteThatIsAnotherOneInTheEventsIsFound() throws IOException {
        watches.saw("a", 4, event(5, "x"));
        assertEquals(0, AcknowledgedCheck.of(List.of(write(1, 2, "x", 5)), watches, violations));
        assertEquals(0, violations.count());
        AcknowledgedCheck.of(List.of(write(1, 2, "lost", 5)), watches, violations);
        assertTrue(violations.texts().getFirst().startsWith("acknowledged: "), violations.texts()::toString);
    }

    @Test
    void acknowledgedWritesThatNoWatchToldAreCounted() {
        assertEquals(1, AcknowledgedCheck.of(List.of(write(1, 2, "x", 5)), watches, violations));
    }

    @Test
    void anIndexGivenTwiceIsFound() {
        AcknowledgedCheck.of(List.of(write(1, 2, "x", 5), write(1, 3, "y", 5)), watches, violations);
        assertTrue(violations.texts().getFirst().startsWith("two writes"), violations.texts()::toString);
    }

    @Test
    void aLaterWriteWithASmallerIndexIsFound() {
        AcknowledgedCheck.of(List.of(write(1, 2, "x", 6), write(3, 4, "y", 5)), watches, violations);
        assertTrue(violations.texts().getFirst().startsWith("index 6 had been told"), violations.texts()::toString);
    }

    private static Operation write(long invoked, long returned, String value, long index) {
        return new Operation(1, "/chaos/k", invoked, returned, new Effect.Known(null, value, index));
    }

    private static WatchedEvent event(long index, String value) throws IOException {
        return WatchedEvent.parse(line(index, value, ""));
    }

    private static String line(long index, String value, String more) {
        return "{\"action\":\"set\",\"node\":{\"key\":\"/chaos/k\",\"value\":\"" + value + "\"" + more
                + ",\"modifiedIndex\":" + index + "}}";
    }
}
