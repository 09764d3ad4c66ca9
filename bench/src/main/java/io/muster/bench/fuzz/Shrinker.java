package io.muster.bench.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes the script of a finding as short as it can by leaving out ever smaller pieces (delta debugging). Each attempt
/// runs below a fresh folder, the servers brought to the same index before.
final class Shrinker {
    private final Both<Server> servers;
    private final String prefix;
    private int attempts;

    Shrinker(Both<Server> servers, String prefix) {
        this.servers = servers;
        this.prefix = prefix;
    }

    /// The shortest script found that still shows the difference; empty when it does not show again.
    Optional<Finding> shrink(Finding first) throws IOException {
        Optional<Finding> again = attempt(first.steps(), first);
        if (again.isEmpty()) {
            return again;
        }
        Finding shortest = again.get();
        int piece = Math.max(1, shortest.steps().size() / 2);
        while (true) {
            boolean shorter = false;
            for (int from = 0; from < shortest.steps().size(); ) {
                Optional<Finding> less = attempt(without(shortest.steps(), from, piece), first);
                if (less.isPresent()) {
                    shortest = less.get();
                    shorter = true;
                } else {
                    from += piece;
                }
            }
            if (piece == 1 && !shorter) {
                return Optional.of(shortest);
            }
            piece = Math.max(1, piece / 2);
        }
    }

    private Optional<Finding> attempt(List<Step> steps, Finding first) throws IOException {
        attempts++;
        try {
            return Replay.of(steps, servers, prefix + "-" + attempts, Levelling.again(servers), _ -> {})
                    .filter(first::resembles);
        } catch (TooSlow e) {
            return Optional.empty();
        }
    }

    private static List<Step> without(List<Step> steps, int from, int count) {
        List<Step> rest = new ArrayList<>(steps.subList(0, from));
        rest.addAll(steps.subList(Math.min(steps.size(), from + count), steps.size()));
        return rest;
    }
}
