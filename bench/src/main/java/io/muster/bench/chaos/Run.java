package io.muster.bench.chaos;

import io.muster.bench.Eventually;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One run in an arena that is built: load and watches, faults one after the other, and the judgement.
final class Run {
    private final PrintStream out;
    private final ChaosOptions options;
    private final Arena arena;
    private final Deck deck;
    private final Violations violations = new Violations();
    private final Tally tally = new Tally();
    private final History history = new History();
    private final WatchCheck watches = new WatchCheck(violations);
    private final Set<String> kinds = new LinkedHashSet<>();

    Run(PrintStream out, ChaosOptions options, Arena arena) {
        this.out = out;
        this.options = options;
        this.arena = arena;
        this.deck = new Deck(options.seed(), this::isWanted);
    }

    /// Runs to the end and prints the report.
    ///
    /// @return the exit code
    int toItsEnd() throws Exception {
        arena.start();
        out.printf("seed %d, %s%n", options.seed(), arena.describe());
        if (!arena.canFillDisks()) {
            out.println("left out: disk-full, which needs a small file system and so root");
        }
        List<MemberWatch> watching = new ArrayList<>();
        try {
            for (ArenaMember member : arena.members()) {
                watching.add(MemberWatch.start(member, watches, violations));
            }
            long index = underLoad();
            watching.forEach(watch -> watch.awaitIndex(index));
        } catch (Eventually.Hopeless e) {
            violations.add("a member ended by itself: " + e.getMessage());
        } catch (IllegalStateException e) {
            violations.add("the group does not recover: " + e.getMessage());
        } finally {
            watching.forEach(MemberWatch::close);
        }
        judge();
        return new Report(kinds, options.killAll() == 0, tally, history, violations).print(out);
    }

    private boolean isWanted(Fault fault) {
        return options.wants(fault) && (arena.canFillDisks() || !(fault instanceof Fault.DiskFull));
    }

    // Returns the index that every watch must reach.
    private long underLoad() throws InterruptedException {
        List<String> urls =
                arena.members().stream().map(member -> member.client().base()).toList();
        try (Load load = Load.start(urls, options.seed(), options.staleReads(), history, tally)) {
            load.awaitAnswers();
            bringFaults();
        }
        return FinalAgreement.reach(arena, history);
    }

    private void bringFaults() throws InterruptedException {
        if (options.killAll() > 0) {
            for (int i = 0; i < options.killAll(); i++) {
                bring(new Fault.KillAll(), Duration.ZERO);
            }
            return;
        }
        long end = System.nanoTime() + options.length().toNanos();
        do {
            for (Fault fault : deck.round()) {
                boolean firstOfItsKind = kinds.add(fault.name());
                if (firstOfItsKind || System.nanoTime() < end) {
                    bring(fault, deck.length(fault));
                }
            }
        } while (System.nanoTime() < end);
    }

    private void bring(Fault fault, Duration length) throws InterruptedException {
        kinds.add(fault.name());
        tally.begin(fault.name());
        long begun = System.nanoTime();
        if (fault instanceof Fault.MemberReplace) {
            watches.expectSilent(Fault.MemberReplace.INDICES_MAX);
        }
        boolean took = fault.strike(arena);
        Thread.sleep(length);
        arena.mend();
        tally.end(fault.name(), took);
        arena.awaitHealthy();
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        out.printf("%8d ms  %s%s%n", millis, fault, took ? "" : " (did not take)");
        Thread.sleep(deck.calm());
    }

    private void judge() {
        long begun = System.nanoTime();
        Map<String, List<Operation>> byKey = history.byKey();
        byKey.forEach((key, operations) -> {
            switch (LinearizabilityCheck.of(operations)) {
                case Verdict.Linearizable _ -> {}
                case Verdict.Violated violated -> violations.add(violated.story());
                case Verdict.Undecided undecided -> violations.add(key + " is undecided: " + undecided.reason());
            }
        });
        watches.judgeSilence();
        long untold = AcknowledgedCheck.of(history.acknowledged(), watches, violations);
        out.printf(
                "checked %d operations on %d keys in %d ms%n",
                history.size(),
                byKey.size(),
                Duration.ofNanos(System.nanoTime() - begun).toMillis());
        out.println("watches: " + watches.counts() + "; " + untold + " acknowledged writes untold");
        out.printf("members halted %d times, cut off %d torn tails%n", said("member halted"), said("unfinished write"));
    }

    private long said(String words) {
        return arena.members().stream()
                .flatMap(member -> member.output().lines())
                .filter(line -> line.contains(words))
                .count();
    }
}
