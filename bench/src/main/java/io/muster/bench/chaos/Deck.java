package io.muster.bench.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/// The faults of a run in their order: one of each kind wanted, shuffled, then again. A pure function of the seed.
final class Deck {
    private static final int CLOCK_JUMP_MILLIS = 20_000;

    private final Random random;
    private final Predicate<Fault> wanted;
    private int rounds;

    Deck(long seed, Predicate<Fault> wanted) {
        this.random = new Random(seed);
        this.wanted = wanted;
    }

    /// The next round: each kind once.
    List<Fault> round() {
        rounds++;
        List<Fault> faults = everyKind();
        Collections.shuffle(faults, random);
        faults.removeIf(wanted.negate());
        return faults;
    }

    /// How long a fault is left alone: in the first round long enough for many operations to meet it, later at times
    /// about as long as an election takes, which is when a group is most easily confused.
    Duration length(Fault fault) {
        if (fault instanceof Fault.LongCut) {
            return Duration.ofMillis(random.nextLong(11_000, 20_000));
        }
        boolean brief = rounds > 1 && random.nextInt(3) == 0;
        return Duration.ofMillis(brief ? random.nextLong(200, 2_000) : random.nextLong(3_000, 6_000));
    }

    /// How long nothing is wrong after it.
    Duration calm() {
        return Duration.ofMillis(random.nextLong(500, 2_000));
    }

    private List<Fault> everyKind() {
        return new ArrayList<>(List.of(
                new Fault.Kill(pick()),
                new Fault.Pause(),
                new Fault.LeaderAlone(),
                new Fault.Halves(pick()),
                new Fault.OneWay(),
                new Fault.LongCut(pick()),
                delay(),
                new Fault.FollowerWriteError(pick()),
                new Fault.LeaderWriteError(),
                new Fault.TornTail(pick()),
                jump(),
                new Fault.DiskFull(pick()),
                new Fault.RollingRestart(),
                new Fault.MemberReplace(pick()),
                everything()));
    }

    // The leader is found first: once a quorum is gone, there may be none for long.
    private Fault everything() {
        return new Fault.Everything(
                List.of(jump(), new Fault.OneWay(), delay(), new Fault.TornTail(pick()), new Fault.Kill(pick())));
    }

    private Fault delay() {
        return new Fault.Delay(pick(), Duration.ofMillis(random.nextLong(20, 300)));
    }

    private Fault jump() {
        return new Fault.ClockJump(Duration.ofMillis(random.nextLong(-CLOCK_JUMP_MILLIS, CLOCK_JUMP_MILLIS)));
    }

    private int pick() {
        return random.nextInt(1 << 16);
    }
}
