package io.muster.bench.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeckTest {
    @Test
    void aRoundIsAFunctionOfTheSeedAndHoldsEveryKindOnce() {
        List<Fault> round = new Deck(7, _ -> true).round();
        assertEquals(round, new Deck(7, _ -> true).round());
        assertEquals(15, round.stream().map(Fault::name).distinct().count());
        assertEquals(15, round.size());
    }

    @Test
    void onlyTheKindsThatAreWantedAreBrought() {
        ChaosOptions options = ChaosOptions.parse(new String[] {"--only=pause,kill", "--minutes", "3", "--seed=7"});
        assertEquals(Duration.ofMinutes(3), options.length());
        List<String> names =
                new Deck(7, options::wants).round().stream().map(Fault::name).toList();
        assertEquals(Set.of("pause", "kill"), Set.copyOf(names));
    }

    @Test
    void aFaultThatDoesNotExistIsRefusedWithThoseThatDo() {
        var refused = assertThrows(
                IllegalArgumentException.class, () -> ChaosOptions.parse(new String[] {"--only", "meteor"}));
        assertTrue(String.valueOf(refused.getMessage())
                .startsWith("--only does not take meteor; faults are clock-jump, "));
    }
}
