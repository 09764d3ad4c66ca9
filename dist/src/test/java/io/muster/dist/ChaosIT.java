package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Two minutes of the fault harness, and the proof that it would notice. With another seed and more time:
/// `./muster chaos`.
class ChaosIT {
    private static final Duration LIMIT = Duration.ofMinutes(8);

    @Test
    void nothingAcknowledgedIsLostAndNoReadIsStaleWhateverHappens() {
        Command chaos = chaos("--seed=1", "--minutes=2");

        System.out.println(chaos.output());
        assertEquals(0, chaos.exitCode(), chaos.output() + chaos.errors());
        assertTrue(chaos.output().endsWith("\n0 violations\n"), chaos.output());
        // the faults of the disk did what they were meant to
        assertTrue(
                chaos.output().matches("(?s).*members halted ([2-9]|\\d\\d+) times, cut off [1-9].*"), chaos.output());
    }

    @Test
    void localReadsInPlaceOfQuorumReadsAreNoticed() {
        Command chaos = chaos("--seed=1", "--minutes=1", "--only=leader-alone", "--plant=stale-reads");

        assertEquals(1, chaos.exitCode(), chaos.output() + chaos.errors());
        assertTrue(chaos.output().contains("VIOLATION: no order explains "), chaos.output());
    }

    private static Command chaos(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dmuster.image=" + System.getProperty("muster.image"),
                "io.muster.bench.chaos.Chaos"));
        command.addAll(List.of(options));
        return Command.run(Path.of("").toAbsolutePath(), Map.of(), command, LIMIT);
    }
}
